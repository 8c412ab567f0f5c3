namespace Nabla.Cli;

/// <summary>Boxes in layers by the longest path from an input, each layer ordered by where its neighbours stand, so that few lines cross.
/// Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", 1981.</summary>
static class LayeredLayout
{
    const int Sweeps = 8;
    const double Gap = 24;

    /// <summary>Between two layers.</summary>
    public const double LayerGap = 36;

    /// <summary>Places boxes that stand behind those they read.</summary>
    /// <param name="boxes">The boxes of one graph.</param>
    /// <param name="upwards">True to let the data flow upwards.</param>
    /// <returns>Width and height.</returns>
    public static (double Width, double Height) Place(IReadOnlyList<Box> boxes, bool upwards)
    {
        if (boxes.Count == 0) return (0, 0);
        foreach (var box in boxes) box.Layer = box.Reads.Select(r => r.Layer + 1).DefaultIfEmpty().Max();
        var readers = boxes.SelectMany(b => b.Reads.Select(r => (Read: r, Box: b))).ToLookup(e => e.Read, e => e.Box);
        // What is only read further on stands right before its first reader: short lines.
        foreach (var box in boxes.Reverse()) if (box.Reads.Count == 0 && readers[box].Any()) box.Layer = readers[box].Min(r => r.Layer) - 1;
        var layers = boxes.GroupBy(b => b.Layer).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
        foreach (var layer in layers) Pack(layer);
        for (int sweep = 0; sweep < Sweeps; sweep++)
            foreach (var layer in sweep % 2 == 0 ? layers : Enumerable.Reverse(layers))
            {
                foreach (var (box, middle) in layer.Select(b => (b, Middle(sweep % 2 == 0 ? b.Reads : readers[b], b.X))).ToList()) box.X = middle;
                layer.Sort((a, b) => a.X.CompareTo(b.X));
                Spread(layer);
            }
        double left = boxes.Min(b => b.X - b.Width / 2), height = layers.Count * (Box.Height + LayerGap) - LayerGap;
        foreach (var box in boxes)
        {
            box.X -= left;
            int row = layers.FindIndex(l => l[0].Layer == box.Layer);
            box.Y = (upwards ? layers.Count - 1 - row : row) * (Box.Height + LayerGap);
        }
        return (boxes.Max(b => b.X + b.Width / 2), height);
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
