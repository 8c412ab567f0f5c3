using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Nabla.Training;

/// <summary>Data sets in CSV files (RFC 4180) with a header line. Every column but those to be learnt is a numeric feature, taken as it is
/// (see <see cref="Standardization"/>); the test part is every fifth row.</summary>
public static class CsvData
{
    const int TestEvery = 5;

    /// <summary>Reads samples of classes. Classes are the distinct labels in order: by value if all are integers, else by text (ordinal).</summary>
    /// <param name="file">The file, UTF-8, plain or gzip.</param>
    /// <param name="labelColumn">The header of the column that holds the class: integers or texts.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <exception cref="NablaException">The file is missing or damaged, a column is missing, a row has another number of fields, a feature is no finite number.</exception>
    public static DataSplit Load(string file, string labelColumn, char delimiter = ',')
    {
        var table = Read(file, [labelColumn], delimiter, numeric: false);
        var texts = table.Labels;
        for (int i = 0; i < texts.Count; i++)
            if (texts[i].Length == 0) throw new NablaException($"{file}: sample {i + 1} has no label in column '{labelColumn}'; every row needs one.");
        bool integers = texts.TrueForAll(t => long.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        string[] names = integers
            ? [.. texts.Select(t => long.Parse(t, CultureInfo.InvariantCulture)).Distinct().Order().Select(v => v.ToString(CultureInfo.InvariantCulture))]
            : [.. texts.Distinct().Order(StringComparer.Ordinal)];
        var index = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        string Canonical(string t) => integers ? long.Parse(t, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : t;
        return Dataset.Classification(Path.GetFileName(file), [.. table.Features], [table.FeatureCount], [.. texts.Select(t => index[Canonical(t)])], names).Split(TestEvery);
    }

    /// <summary>Reads samples of target numbers.</summary>
    /// <param name="file">The file, UTF-8, plain or gzip.</param>
    /// <param name="targetColumns">The headers of the columns to be learnt, in the order of the targets.</param>
    /// <exception cref="NablaException">As for <see cref="Load"/>, and a target that is no finite number.</exception>
    public static DataSplit LoadRegression(string file, params IReadOnlyList<string> targetColumns)
    {
        if (targetColumns.Count == 0) throw new NablaException($"{file}: name at least one column to be learnt.");
        var table = Read(file, targetColumns, ',', numeric: true);
        return Dataset.Regression(Path.GetFileName(file), [.. table.Features], [table.FeatureCount], [.. table.Targets], targetColumns.Count).Split(TestEvery);
    }

    sealed record Table(int FeatureCount, List<float> Features, List<string> Labels, List<float> Targets);

    static Table Read(string file, IReadOnlyList<string> learnt, char delimiter, bool numeric) => InputFile.Read(file, stream =>
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter.ToString(), TrimOptions = TrimOptions.Trim };
        using var reader = new StreamReader(stream, leaveOpen: true);
        using var csv = new CsvParser(reader, configuration);
        try
        {
            return Read(csv, file, learnt, numeric);
        }
        catch (CsvHelperException e)
        {
            throw new NablaException($"{file}, line {csv.RawRow}: this is no CSV; look for an unbalanced quotation mark.", e);
        }
    });

    static Table Read(CsvParser csv, string file, IReadOnlyList<string> learnt, bool numeric)
    {
        if (!csv.Read()) throw new NablaException($"{file} is empty; a header line with the names of the columns is needed.");
        var header = csv.Record!;
        var learntAt = learnt.Select(column => Array.IndexOf(header, column) is var at and >= 0 ? at
            : throw new NablaException($"{file} has no column '{column}'; its columns are {string.Join(", ", header)}.")).ToArray();
        if (header.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new NablaException($"{file} has two columns named '{twice.Key}'; rename one.");
        if (header.Length == learnt.Count) throw new NablaException($"{file} has no column but '{string.Join("', '", learnt)}'; there is nothing to learn from.");
        var table = new Table(header.Length - learnt.Count, [], [], []);
        while (csv.Read())
        {
            var row = csv.Record!;
            if (row.Length != header.Length) throw new NablaException($"{file}, line {csv.RawRow}: {row.Length} fields instead of {header.Length}; every row needs one field a column.");
            for (int i = 0; i < row.Length; i++)
                if (!learntAt.Contains(i)) table.Features.Add(Number(row[i], header[i]));
            foreach (int i in learntAt)
            {
                if (numeric) table.Targets.Add(Number(row[i], header[i]));
                else table.Labels.Add(row[i]);
            }
        }
        return table.Features.Count > 0 ? table : throw new NablaException($"{file} has a header line but no rows; there is nothing to learn from.");

        float Number(string text, string column) =>
            float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value
            : throw new NablaException($"{file}, line {csv.RawRow}, column '{column}': '{text}' is not a finite number.");
    }
}
