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
    public static FeatureTable Read(string file, int count, string? except = null, int limit = int.MaxValue) => CsvRows.Read(file, ',', rows => Read(rows, file, Columns(rows, file, count, except), limit));

    static int[] Columns(CsvRows rows, string file, int count, string? except)
    {
        int[] columns = [.. Enumerable.Range(0, rows.Header.Length).Where(i => rows.Header[i] != except)];
        if (columns.Length == count) return columns;
        throw new NablaException($"{file} has {columns.Length} columns{(columns.Length < rows.Header.Length ? $" beside '{except}'" : "")}; "
            + $"{count} features are wanted. {(columns.Length > count ? "Name the column that is none." : "Add those that are missing.")}");
    }

    /// <summary>Reads columns by name as <see cref="Read(string, IReadOnlyList{string}, int)"/> does, a few rows at a time: a file of any size takes the same memory.</summary>
    /// <param name="file">The file, UTF-8, plain or gzip, with a header line.</param>
    /// <param name="features">The headers of the columns; null for all but <paramref name="except"/>, in the order of the file.</param>
    /// <param name="count">How many features are wanted.</param>
    /// <param name="except">A column that is left out if it is there, where no columns are named.</param>
    /// <param name="rows">Rows at a time, at least 1.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="take">Told each part, in order; its features are valid until it returns.</param>
    /// <exception cref="NablaException">As for reading at once; parts before the mistake were taken then.</exception>
    public static void ReadInParts(string file, IReadOnlyList<string>? features, int count, string? except, int rows, int limit, Action<FeatureTable> take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        CsvRows.Read(file, ',', csv =>
        {
            int[] columns = features is null ? Columns(csv, file, count, except) : [.. features.Select(csv.Column)];
            for (int done = 0; done < limit;)
            {
                var part = Read(csv, file, columns, Math.Min(rows, limit - done), isEmptyFine: done > 0);
                int read = part.Features.Length / columns.Length;
                if (read > 0) take(part);
                if (read < rows) break;
                done += read;
            }
            return true;
        });
    }

    static FeatureTable Read(CsvRows rows, string file, int[] columns, int limit, bool isEmptyFine = false)
    {
        var numbers = new List<float>();
        for (int row = 0; row < limit && rows.Next(); row++)
            foreach (int i in columns) numbers.Add(rows.Number(i));
        if (numbers.Count == 0 && !isEmptyFine) throw new NablaException($"{file} has a header line but no rows.");
        return new([.. columns.Select(i => rows.Header[i])], [.. numbers], [.. rows.Header.Where((_, i) => !columns.Contains(i))]);
    }
}
