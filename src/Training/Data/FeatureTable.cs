namespace Nabla.Training;

/// <summary>The numbers of a CSV file (RFC 4180) that nobody has labelled, or whose labels do not matter.</summary>
/// <param name="Names">The columns that were read, in the order of the features.</param>
/// <param name="Features">All features, sample after sample.</param>
/// <param name="Unread">The columns that were not read.</param>
public sealed record FeatureTable(IReadOnlyList<string> Names, float[] Features, IReadOnlyList<string> Unread)
{
    /// <summary>Reads columns by name, wherever they stand; others are not looked at.</summary>
    /// <param name="file">The file, UTF-8, plain or gzip, with a header line.</param>
    /// <param name="features">The headers of the columns, in the order of the features.</param>
    /// <param name="limit">Rows at most.</param>
    /// <exception cref="NablaException">The file is missing or damaged, a column is missing, a row has another number of fields, a feature is no finite number.</exception>
    public static FeatureTable Read(string file, IReadOnlyList<string> features, int limit = int.MaxValue) =>
        CsvRows.Read(file, ',', rows => Read(rows, file, [.. features.Select(rows.Column)], limit));

    /// <summary>Reads columns by position: all, in the order of the file.</summary>
    /// <param name="file">The file, UTF-8, plain or gzip, with a header line.</param>
    /// <param name="count">How many features are wanted.</param>
    /// <param name="except">A column that is left out if it is there.</param>
    /// <param name="limit">Rows at most.</param>
    /// <exception cref="NablaException">As for reading by name, and another number of columns.</exception>
    public static FeatureTable Read(string file, int count, string? except = null, int limit = int.MaxValue) => CsvRows.Read(file, ',', rows =>
    {
        int[] columns = [.. Enumerable.Range(0, rows.Header.Length).Where(i => rows.Header[i] != except)];
        if (columns.Length != count)
            throw new NablaException($"{file} has {columns.Length} columns{(columns.Length < rows.Header.Length ? $" beside '{except}'" : "")}; "
                + $"{count} features are wanted. {(columns.Length > count ? "Name the column that is none." : "Add those that are missing.")}");
        return Read(rows, file, columns, limit);
    });

    static FeatureTable Read(CsvRows rows, string file, int[] columns, int limit)
    {
        var numbers = new List<float>();
        for (int row = 0; row < limit && rows.Next(); row++)
            foreach (int i in columns) numbers.Add(rows.Number(i));
        if (numbers.Count == 0) throw new NablaException($"{file} has a header line but no rows.");
        return new([.. columns.Select(i => rows.Header[i])], [.. numbers], [.. rows.Header.Where((_, i) => !columns.Contains(i))]);
    }
}
