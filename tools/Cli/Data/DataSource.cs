using System.CommandLine;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>What kind of data a model learns from.</summary>
enum DataKind
{
    Digits,
    Images,
    Table,
}

/// <summary>The data set that the command line names; not read yet.</summary>
sealed record DataSource(DataKind Kind, string? Path, string? Label)
{
    const string BuiltIn = "digits";

    /// <summary>For people and for the model's metadata: no folder in it.</summary>
    public string Name => Path is null ? BuiltIn : System.IO.Path.GetFileName(System.IO.Path.GetFullPath(Path).TrimEnd(System.IO.Path.DirectorySeparatorChar));

    public static DataSource Of(ParseResult line, Option<string?> data, Option<string?> label, bool needsLabel = true)
    {
        var (path, column) = (line.GetValue(data), line.GetValue(label));
        var source = Find(path) with { Label = column };
        if (source.Kind != DataKind.Table && column is not null) throw new UsageException($"--label is for CSV files; {source.Name} brings its own labels.");
        if (source.Kind == DataKind.Table && column is null && needsLabel)
            throw new UsageException($"--data {path} needs --label COLUMN: the column that holds the class.");
        return source;
    }

    static DataSource Find(string? path)
    {
        if (path is null || path == BuiltIn && !System.IO.Path.Exists(path)) return new(DataKind.Digits, null, null);
        if (Directory.Exists(path)) return new(DataKind.Images, path, null);
        return File.Exists(path) ? new(DataKind.Table, path, null)
            : throw new NablaException($"--data {path}: there is no such file or folder; "
                + "give a CSV file, a folder of the four MNIST files, or leave --data out for the built-in digits.");
    }

    /// <summary>Reads it.</summary>
    /// <param name="features">The columns of a table that a model takes, in its order; null for all.</param>
    public DataSplit Load(IReadOnlyList<string>? features = null) => Kind switch
    {
        DataKind.Digits => Digits.Load(),
        DataKind.Images => Mnist.Load(Path!),
        _ => CsvData.Load(Path!, Label!, features: features),
    };
}
