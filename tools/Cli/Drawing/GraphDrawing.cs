using System.Globalization;
using System.Xml.Linq;

namespace Nabla.Cli;

/// <summary>A graph, or a graph and its adjoint side by side, as an SVG picture: forward flows down, the adjoint flows up, and what the backward pass keeps of the
/// forward one are the dashed lines between them.</summary>
static class GraphDrawing
{
    const double Margin = 24, Between = 60, Heading = 28;
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Draws one graph.</summary>
    public static XDocument Of(Graph graph) => Draw([(graph.Name, new GraphBoxes(graph), false)]);

    /// <summary>Draws a graph and its adjoint.</summary>
    public static XDocument Of(Graph graph, Graph adjoint) => Draw([(graph.Name, new GraphBoxes(graph), false), (adjoint.Name, new GraphBoxes(adjoint), true)]);

    static XDocument Draw(IReadOnlyList<(string Name, GraphBoxes Boxes, bool Upwards)> graphs)
    {
        var (headings, lines, boxes) = (new List<XElement>(), new List<XElement>(), new List<XElement>());
        var layouts = graphs.Select(g => LayeredLayout.Place(g.Boxes.All, g.Upwards)).ToList();
        var kept = graphs.SelectMany(g => g.Boxes.Captures).Select(c => (From: graphs[0].Boxes.Of(c.Source), To: c.Reader)).Where(c => c.From is not null && graphs[0].Boxes.All.Contains(c.From)).Distinct().ToList();
        double lanes = KeptLines.WidthOf(kept.Select(k => k.From).Distinct().Count()), left = Margin, height = layouts.Max(s => s.Height), corridor = 0;
        foreach (var ((name, drawn, _), (width, own, routes)) in graphs.Zip(layouts))
        {
            foreach (var box in drawn.All.Concat(routes.SelectMany(r => r.Via)))
            {
                box.X += left;
                box.Y += Margin + Heading + (height - own) / 2;
            }
            headings.Add(Text(left + width / 2, Margin + 6, name, 15, "600", "heading"));
            if (corridor == 0) corridor = left + width + Between / 2;
            left += width + Between + lanes;
        }
        var entries = new Entries(layouts.SelectMany(l => l.Routes), kept!);
        foreach (var ((_, drawn, upwards), layout) in graphs.Zip(layouts))
        {
            lines.AddRange(layout.Routes.Select(r => Line(r, entries, upwards)));
            boxes.AddRange(drawn.All.Select(Drawn));
        }
        lines.InsertRange(0, new KeptLines(kept!, corridor, entries).Paths.Select(p => Path("kept", p)));
        return Document(left - Between - lanes + Margin, height + 2 * Margin + Heading + (kept.Count > 0 ? LayeredLayout.LayerGap : 0), [.. headings, .. lines, .. boxes]);
    }

    static XElement Line(Route route, Entries entries, bool upwards)
    {
        double In(Box box) => upwards ? box.Y + Box.Height : box.Y;
        double Out(Box box) => upwards ? box.Y : box.Y + Box.Height;
        var (x, y) = (route.From.X, Out(route.From));
        var path = $"M {N(x)} {N(y)}";
        foreach (var stop in (Box[])[.. route.Via, route.To])
        {
            double to = stop == route.To ? entries.Of(route.From, stop) : stop.X, bend = (In(stop) - y) / 2;
            path += $" C {N(x)} {N(y + bend)} {N(to)} {N(In(stop) - bend)} {N(to)} {N(In(stop))}";
            (x, y) = (to, Out(stop));
            if (stop != route.To) path += $" L {N(x)} {N(y)}";
        }
        return Path("line", path);
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

    internal static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
