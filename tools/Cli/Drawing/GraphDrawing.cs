using System.Globalization;
using System.Xml.Linq;

namespace Nabla.Cli;

/// <summary>A graph, or a graph and its adjoint side by side, as an SVG picture: forward flows down, the adjoint flows up, and what the backward pass keeps of the
/// forward one are the dashed lines between them.</summary>
static class GraphDrawing
{
    const double Margin = 24, Between = 90, Heading = 28;
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws one graph.</summary>
    public static XDocument Of(Graph graph) => Draw([(graph.Name, new GraphBoxes(graph), false)]);

    /// <summary>Draws a graph and its adjoint.</summary>
    public static XDocument Of(Graph graph, Graph adjoint) => Draw([(graph.Name, new GraphBoxes(graph), false), (adjoint.Name, new GraphBoxes(adjoint), true)]);

    static XDocument Draw(IReadOnlyList<(string Name, GraphBoxes Boxes, bool Upwards)> graphs)
    {
        var (headings, lines, boxes) = (new List<XElement>(), new List<XElement>(), new List<XElement>());
        var sizes = graphs.Select(g => LayeredLayout.Place(g.Boxes.All, g.Upwards)).ToList();
        double left = Margin, height = sizes.Max(s => s.Height);
        foreach (var ((name, drawn, upwards), (width, own)) in graphs.Zip(sizes))
        {
            foreach (var box in drawn.All)
            {
                box.X += left;
                box.Y += Margin + Heading + (height - own) / 2;
            }
            headings.Add(Text(left + width / 2, Margin + 6, name, 15, "600", "heading"));
            left += width + Between;
        }
        foreach (var (_, drawn, upwards) in graphs)
        {
            foreach (var box in drawn.All)
            {
                foreach (var read in box.Reads) lines.Add(Line(read, box, upwards));
                boxes.Add(Drawn(box));
            }
            foreach (var (source, reader) in drawn.Captures)
                if (graphs[0].Boxes.Of(source) is { } kept && graphs[0].Boxes.All.Contains(kept)) lines.Add(Kept(kept, reader));
        }
        return Document(left - Between + Margin, height + 2 * Margin + Heading + LayeredLayout.LayerGap / 2, [.. headings, .. lines, .. boxes]);
    }

    static XElement Line(Box from, Box to, bool upwards)
    {
        double y1 = upwards ? from.Y : from.Y + Box.Height, y2 = upwards ? to.Y + Box.Height : to.Y, bend = (y2 - y1) / 2;
        return Path("line", $"M {N(from.X)} {N(y1)} C {N(from.X)} {N(y1 + bend)} {N(to.X)} {N(y2 - bend)} {N(to.X)} {N(y2)}");
    }

    // From the right side of the forward box, through the gap below the adjoint one, into that from below.
    static XElement Kept(Box from, Box to)
    {
        double x1 = from.X + from.Width / 2, x2 = to.X - to.Width / 4, y1 = from.Y + Box.Height / 2, y2 = to.Y + Box.Height, gap = y2 + LayeredLayout.LayerGap / 2;
        double turn = Math.Max(x1 + 20, x2 - 30), bend = Math.Min(60, (turn - x1) / 2);
        return Path("kept", $"M {N(x1)} {N(y1)} C {N(x1 + bend)} {N(y1)} {N(x1 + bend)} {N(gap)} {N(x1 + 2 * bend)} {N(gap)} L {N(turn)} {N(gap)} Q {N(x2)} {N(gap)} {N(x2)} {N(y2)}");
    }

    static XElement Path(string style, string data) => new(Svg + "path", new XAttribute("class", style), new XAttribute("d", data), new XAttribute("marker-end", "url(#tip)"));

    static XElement Drawn(Box box) => new(Svg + "g", new XAttribute("class", box.Kind.ToString().ToLowerInvariant()),
        new XElement(Svg + "rect", new XAttribute("x", N(box.X - box.Width / 2)), new XAttribute("y", N(box.Y)), new XAttribute("width", N(box.Width)), new XAttribute("height", N(Box.Height)),
            new XAttribute("rx", box.Kind is BoxKind.Input or BoxKind.Parameter ? 20 : 5)),
        Text(box.X, box.Y + 17, box.Title, 12, "600", "title"), Text(box.X, box.Y + 32, box.Subtitle, 10.5, "400", "type"));

    static XElement Text(double x, double y, string text, double size, string weight, string style) => new(Svg + "text",
        new XAttribute("class", style), new XAttribute("x", N(x)), new XAttribute("y", N(y)), new XAttribute("font-size", N(size)), new XAttribute("font-weight", weight), new XAttribute("text-anchor", "middle"), text);

    static XDocument Document(double width, double height, IEnumerable<XElement> content) => new(new XElement(Svg + "svg",
        new XAttribute("viewBox", $"0 0 {N(width)} {N(height)}"), new XAttribute("width", N(width)), new XAttribute("height", N(height)), new XAttribute("font-family", "ui-monospace, Menlo, Consolas, monospace"),
        new XElement(Svg + "style", """
            .line, .kept { fill: none; stroke: #57606a; stroke-width: 1.3 } .kept { stroke: #b35900; stroke-dasharray: 5 4 }
            rect { fill: #ffffff; stroke: #57606a } .input rect { fill: #eaf5ff; stroke: #0969da } .parameter rect { fill: #eafbea; stroke: #1a7f37 } .output rect { fill: #fff5d6; stroke: #9a6700 }
            text { fill: #1f2328 } .type { fill: #57606a }
            """),
        new XElement(Svg + "defs", new XElement(Svg + "marker", new XAttribute("id", "tip"), new XAttribute("viewBox", "0 0 8 8"), new XAttribute("refX", 8), new XAttribute("refY", 4),
            new XAttribute("markerWidth", 7), new XAttribute("markerHeight", 7), new XAttribute("orient", "auto-start-reverse"), new XElement(Svg + "path", new XAttribute("d", "M 0 0 L 8 4 L 0 8 z"), new XAttribute("fill", "#57606a")))),
        new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("style", "fill: #ffffff; stroke: none")), content));

    static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
