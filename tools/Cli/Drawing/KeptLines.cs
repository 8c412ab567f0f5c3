namespace Nabla.Cli;

/// <summary>What the backward pass keeps: from the lower edge of the forward box into the gap below it, through the corridor between the graphs, along the gap below the
/// reader, into that from below. No box is on the way, and each value has a lane of its own.</summary>
sealed class KeptLines(IReadOnlyList<(Box From, Box To)> kept, double corridor, Entries entries)
{
    const double Lane = 7, GapLane = 5, Corner = 6, Inset = 12;
    const int LanesOfGap = 4;

    readonly List<Box> _sources = [.. kept.Select(k => k.From).Distinct().OrderByDescending(b => b.Y).ThenBy(b => b.X)];

    /// <summary>The width of a corridor for so many values.</summary>
    public static double WidthOf(int values) => values * Lane;

    /// <summary>One path for each pair, as SVG writes it.</summary>
    public IEnumerable<string> Paths => kept.Select(k => Path(k.From, k.To));

    string Path(Box from, Box to)
    {
        int lane = _sources.IndexOf(from);
        // The box's own lines leave from its middle.
        double x1 = from.X + from.Width / 2 - Inset, x2 = corridor + lane * Lane, x3 = entries.Of(from, to);
        double y1 = from.Y + Box.Height, y2 = y1 + Depth(_sources.FindAll(s => s.Y == from.Y).IndexOf(from)), y4 = to.Y + Box.Height;
        double y3 = Math.Abs(y1 - y4) < 1 ? y2 : y4 + Depth(lane);
        return Rounded([(x1, y1), (x1, y2), (x2, y2), (x2, y3), (x3, y3), (x3, y4)]);
    }

    static double Depth(int lane) => LayeredLayout.LayerGap / 2 + (lane % LanesOfGap - 1) * GapLane;

    // A path of straight pieces, its corners rounded as far as the pieces are long enough.
    static string Rounded(ReadOnlySpan<(double X, double Y)> points)
    {
        var path = $"M {GraphDrawing.N(points[0].X)} {GraphDrawing.N(points[0].Y)}";
        for (int i = 1; i < points.Length - 1; i++)
        {
            var (before, corner, after) = (Towards(points[i], points[i - 1]), points[i], Towards(points[i], points[i + 1]));
            path += $" L {GraphDrawing.N(before.X)} {GraphDrawing.N(before.Y)} Q {GraphDrawing.N(corner.X)} {GraphDrawing.N(corner.Y)} {GraphDrawing.N(after.X)} {GraphDrawing.N(after.Y)}";
        }
        return path + $" L {GraphDrawing.N(points[^1].X)} {GraphDrawing.N(points[^1].Y)}";
    }

    static (double X, double Y) Towards((double X, double Y) from, (double X, double Y) to)
    {
        double length = Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y), part = length == 0 ? 0 : Math.Min(Corner, length / 2) / length;
        return (from.X + (to.X - from.X) * part, from.Y + (to.Y - from.Y) * part);
    }
}
