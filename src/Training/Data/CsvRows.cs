using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Nabla.Training;

/// <summary>Goes through a CSV file (RFC 4180) with a header line; whatever is wrong becomes one sentence that names the file, the line and the column.</summary>
sealed class CsvRows
{
    readonly string _file;
    readonly CsvParser _csv;

    CsvRows(string file, CsvParser csv)
    {
        (_file, _csv) = (file, csv);
        if (!csv.Read()) throw new NablaException($"{file} is empty; a header line with the names of the columns is needed.");
        Header = csv.Record!;
    }

    /// <summary>The names of the columns.</summary>
    public string[] Header { get; }

    /// <summary>The fields of the present row.</summary>
    public string[] Fields => _csv.Record!;

    public static T Read<T>(string file, char delimiter, Func<CsvRows, T> read) => InputFile.Read(file, stream =>
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter.ToString(), TrimOptions = TrimOptions.Trim };
        using var reader = new StreamReader(stream, leaveOpen: true);
        using var csv = new CsvParser(reader, configuration);
        try
        {
            return read(new(file, csv));
        }
        catch (CsvHelperException e)
        {
            throw new NablaException($"{file}, line {csv.RawRow}: this is no CSV; look for an unbalanced quotation mark.", e);
        }
    }, inPassing: true);

    /// <summary>Goes to the next row; false behind the last.</summary>
    public bool Next()
    {
        if (!_csv.Read()) return false;
        return Fields.Length == Header.Length ? true
            : throw new NablaException($"{_file}, line {_csv.RawRow}: {Fields.Length} fields instead of {Header.Length}; every row needs one field a column.");
    }

    /// <summary>The place of a column.</summary>
    /// <exception cref="NablaException">There is none of that name, or more than one.</exception>
    public int Column(string name)
    {
        int at = Array.IndexOf(Header, name);
        if (at >= 0) return Array.IndexOf(Header, name, at + 1) < 0 ? at : throw Twice(name);
        throw new NablaException(Suggestion.For(name, Header) is { } near
            ? $"{_file} has no column '{name}'; the nearest of its columns is '{near}'."
            : $"{_file} has no column '{name}'; its columns are {string.Join(", ", Header)}.");
    }

    /// <exception cref="NablaException">Two columns have one name.</exception>
    public void RequireDistinct()
    {
        if (Header.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Twice(twice.Key);
    }

    /// <summary>A field of the present row as a number.</summary>
    public float Number(int column) =>
        float.TryParse(Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value
        : throw new NablaException($"{_file}, line {_csv.RawRow}, column '{Header[column]}': '{Fields[column]}' is not a finite number.");

    NablaException Twice(string name) => new($"{_file} has two columns named '{name}'; rename one.");
}
