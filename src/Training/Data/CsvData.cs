using System.Globalization;

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
    /// <param name="features">The headers of the features, in their order, wherever they stand in the file; other columns are not looked at. By default every
    /// column but the label.</param>
    /// <exception cref="NablaException">The file is missing or damaged, a column is missing, a row has another number of fields, a feature is no finite number.</exception>
    public static DataSplit Load(string file, string labelColumn, char delimiter = ',', IReadOnlyList<string>? features = null)
    {
        var table = CsvRows.Read(file, delimiter, rows => Read(rows, file, [labelColumn], features, numeric: false));
        var texts = table.Labels;
        for (int i = 0; i < texts.Count; i++)
            if (texts[i].Length == 0) throw new NablaException($"{file}: sample {i + 1} has no label in column '{labelColumn}'; every row needs one.");
        bool integers = texts.TrueForAll(t => long.TryParse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        string[] names = integers
            ? [.. texts.Select(t => long.Parse(t, CultureInfo.InvariantCulture)).Distinct().Order().Select(v => v.ToString(CultureInfo.InvariantCulture))]
            : [.. texts.Distinct().Order(StringComparer.Ordinal)];
        var index = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        string Canonical(string t) => integers ? long.Parse(t, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : t;
        return Dataset.Classification(Path.GetFileName(file), [.. table.Features], [table.Names.Length], [.. texts.Select(t => index[Canonical(t)])], names, table.Names)
            .Split(TestEvery);
    }

    /// <summary>Reads samples of target numbers.</summary>
    /// <param name="file">The file, UTF-8, plain or gzip.</param>
    /// <param name="targetColumns">The headers of the columns to be learnt, in the order of the targets.</param>
    /// <exception cref="NablaException">As for <see cref="Load"/>, and a target that is no finite number.</exception>
    public static DataSplit LoadRegression(string file, params IReadOnlyList<string> targetColumns)
    {
        if (targetColumns.Count == 0) throw new NablaException($"{file}: name at least one column to be learnt.");
        var table = CsvRows.Read(file, ',', rows => Read(rows, file, targetColumns, features: null, numeric: true));
        return Dataset.Regression(Path.GetFileName(file), [.. table.Features], [table.Names.Length], [.. table.Targets], targetColumns.Count, table.Names)
            .Split(TestEvery);
    }

    sealed record Table(string[] Names, List<float> Features, List<string> Labels, List<float> Targets);

    static Table Read(CsvRows rows, string file, IReadOnlyList<string> learnt, IReadOnlyList<string>? features, bool numeric)
    {
        int[] learntAt = [.. learnt.Select(rows.Column)];
        if (features is null) rows.RequireDistinct();
        else if (learnt.FirstOrDefault(features.Contains) is { } both)
            throw new NablaException($"{file}: column '{both}' is a feature; name another to be learnt.");
        int[] featuresAt = features is null ? [.. Enumerable.Range(0, rows.Header.Length).Where(i => !learntAt.Contains(i))] : [.. features.Select(rows.Column)];
        if (featuresAt.Length == 0) throw new NablaException($"{file} has no column but '{string.Join("', '", learnt)}'; there is nothing to learn from.");
        var table = new Table([.. featuresAt.Select(i => rows.Header[i])], [], [], []);
        while (rows.Next())
        {
            foreach (int i in featuresAt) table.Features.Add(rows.Number(i));
            foreach (int i in learntAt)
            {
                if (numeric) table.Targets.Add(rows.Number(i));
                else table.Labels.Add(rows.Fields[i]);
            }
        }
        return table.Features.Count > 0 ? table : throw new NablaException($"{file} has a header line but no rows; there is nothing to learn from.");
    }
}
