using Spectre.Console;

namespace Nabla.Cli;

/// <summary>Rows of short texts: a table on a terminal, else columns of plain text.</summary>
static class Columns
{
    public static void Show(Screen screen, string[] header, IReadOnlyList<string[]> rows)
    {
        if (screen.IsLive)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns(header);
            foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
            screen.Console.Write(table);
            return;
        }
        int[] widths = [.. Enumerable.Range(0, header.Length).Select(c => rows.Select(r => r[c].Length).Append(header[c].Length).Max())];
        foreach (var row in rows.Prepend(header)) screen.Line(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
    }
}
