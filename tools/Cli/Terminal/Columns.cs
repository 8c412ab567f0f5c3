using System.Globalization;
using Spectre.Console;

namespace Nabla.Cli;

/// <summary>Rows of cells below each other: a table on a terminal, else padded text.</summary>
static class Columns
{
    const int Gap = 2;

    /// <param name="screen">Where.</param>
    /// <param name="header">The first row; empty cells for none.</param>
    /// <param name="rows">As many cells each.</param>
    /// <param name="indent">Spaces in front.</param>
    public static void Show(Screen screen, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, int indent = 0)
    {
        bool hasHeader = header.Any(cell => cell.Length > 0);
        if (screen.IsLive && hasHeader) ShowTable(screen.Console, header, rows);
        else ShowText(screen, hasHeader ? [header, .. rows] : rows, indent);
    }

    static void ShowTable(IAnsiConsole console, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. header.Select(Markup.Escape)]);
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    static void ShowText(Screen screen, IReadOnlyList<IReadOnlyList<string>> rows, int indent)
    {
        if (rows.Count == 0) return;
        int[] widths = [.. Enumerable.Range(0, rows[0].Count).Select(c => rows.Max(r => Width(r[c])))];
        foreach (var row in rows)
            screen.Line(new string(' ', indent) + string.Concat(row.Select((cell, c) => cell + new string(' ', widths[c] - Width(cell) + Gap))).TrimEnd());
    }

    // A dot or bar above a letter takes no place of its own.
    static int Width(string text) => text.Count(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark);
}
