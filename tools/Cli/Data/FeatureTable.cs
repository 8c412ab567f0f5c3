using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Nabla.Cli;

/// <summary>The numbers of a CSV file that nobody has labelled, or whose labels do not matter.</summary>
static class FeatureTable
{
    /// <summary>Reads all rows, row-major.</summary>
    /// <param name="path">The file, with a header line.</param>
    /// <param name="width">Columns that are wanted.</param>
    /// <param name="ignored">A column that is skipped if it is there.</param>
    /// <param name="limit">Rows at most.</param>
    public static float[] Read(string path, int width, string? ignored, int limit)
    {
        try
        {
            using var reader = new StreamReader(path);
            using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim });
            return Read(csv, path, width, ignored, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CsvHelperException)
        {
            var reason = e is CsvHelperException ? "it is no CSV; look for an unbalanced quotation mark." : e.Message;
            throw new NablaException($"{path} cannot be read: {reason}", e);
        }
    }

    static float[] Read(CsvParser csv, string path, int width, string? ignored, int limit)
    {
        if (!csv.Read()) throw new NablaException($"{path} is empty; a header line with the names of the columns is needed.");
        var header = csv.Record!;
        int[] columns = [.. Enumerable.Range(0, header.Length).Where(i => header[i] != ignored)];
        if (columns.Length != width)
            throw new NablaException($"{path} has {columns.Length} columns{(columns.Length < header.Length ? $" beside '{ignored}'" : "")}; "
                + $"the model takes {width} features. Name the column to be left out with --label.");
        var numbers = new List<float>();
        for (int row = 0; row < limit && csv.Read(); row++)
        {
            var fields = csv.Record!;
            if (fields.Length != header.Length)
                throw new NablaException($"{path}, line {csv.RawRow}: {fields.Length} fields instead of {header.Length}; every row needs one field a column.");
            foreach (int i in columns)
                numbers.Add(float.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number
                    : throw new NablaException($"{path}, line {csv.RawRow}, column '{header[i]}': '{fields[i]}' is not a finite number."));
        }
        return numbers.Count > 0 ? [.. numbers] : throw new NablaException($"{path} has a header line but no rows.");
    }
}
