namespace Nabla.Cli;

/// <summary>Boxes in layers by the longest path from an input, each layer ordered by where its neighbours stand, so that few lines cross.
/// Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", 1981.</summary>
static class LayeredLayout
{
    const int Sweeps = 12;
    const double Gap = 24;

    /// <summary>Between two layers.</summary>
    public const double LayerGap = 36;

    /// <summary>Places boxes that stand behind those they read.</summary>
    /// <param name="boxes">The boxes of one graph.</param>
    /// <param name="upwards">True to let the data flow upwards.</param>
    /// <returns>Width and height, and the lines between the boxes.</returns>
    public static (double Width, double Height, IReadOnlyList<Route> Routes) Place(IReadOnlyList<Box> boxes, bool upwards)
    {
        if (boxes.Count == 0) return (0, 0, []);
        foreach (var box in boxes) box.Layer = box.Reads.Select(r => r.Layer + 1).DefaultIfEmpty().Max();
        var readers = boxes.SelectMany(b => b.Reads.Select(r => (Read: r, Box: b))).ToLookup(e => e.Read, e => e.Box);
        // What is only read further on stands right before its first reader: short lines.
        foreach (var box in boxes.Reverse()) if (readers[box].Any()) box.Layer = readers[box].Min(r => r.Layer) - 1;
        var routes = boxes.SelectMany(b => b.Reads.Select(r => new Route(r, b, [.. Enumerable.Range(r.Layer + 1, b.Layer - r.Layer - 1).Select(Box.Passage)]))).ToList();
        var steps = routes.SelectMany(r => ((Box[])[r.From, .. r.Via]).Zip((Box[])[.. r.Via, r.To])).ToList();
        var (above, below) = (steps.ToLookup(s => s.Second, s => s.First), steps.ToLookup(s => s.First, s => s.Second));
        Box[] all = [.. boxes, .. routes.SelectMany(r => r.Via)];
        var layers = all.GroupBy(b => b.Layer).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
        foreach (var layer in layers) Pack(layer);
        for (int sweep = 0; sweep < Sweeps; sweep++)
            foreach (var layer in sweep % 2 == 0 ? layers : Enumerable.Reverse(layers))
            {
                foreach (var (box, middle) in layer.Select(b => (b, Middle((sweep % 2 == 0 ? above : below)[b], b.X))).ToList()) box.X = middle;
                layer.Sort((a, b) => a.X.CompareTo(b.X));
                Spread(layer);
            }
        double left = all.Min(b => b.X - b.Width / 2), height = layers.Count * (Box.Height + LayerGap) - LayerGap;
        foreach (var box in all)
        {
            box.X -= left;
            int row = layers.FindIndex(l => l[0].Layer == box.Layer);
            box.Y = (upwards ? layers.Count - 1 - row : row) * (Box.Height + LayerGap);
        }
        return (all.Max(b => b.X + b.Width / 2), height, routes);
    }

    static double Middle(IEnumerable<Box> neighbours, double otherwise) => neighbours.Select(n => n.X).DefaultIfEmpty(otherwise).Average();

    static void Pack(List<Box> layer)
    {
        double x = 0;
        foreach (var box in layer)
        {
            box.X = x + box.Width / 2;
            x += box.Width + Gap;
        }
    }

    // Boxes that would overlap move apart, all by the same, so that the layer keeps its middle.
    static void Spread(List<Box> layer)
    {
        double wanted = layer.Average(b => b.X);
        for (int i = 1; i < layer.Count; i++) layer[i].X = Math.Max(layer[i].X, layer[i - 1].X + (layer[i - 1].Width + layer[i].Width) / 2 + Gap);
        double shift = wanted - layer.Average(b => b.X);
        foreach (var box in layer) box.X += shift;
    }
}
