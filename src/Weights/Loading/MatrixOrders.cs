namespace Nabla.Weights;

/// <summary>Tells which matrices must be turned.</summary>
sealed class MatrixOrders
{
    readonly MatrixOrder _order;
    readonly string? _format;
    readonly bool _someTransposed, _someSame;

    public MatrixOrders(List<NamePair> pairs, WeightSet weights, MatrixOrder order)
    {
        (Weights, _order, _format) = (weights, order, weights.Metadata.GetValueOrDefault(FormatMark.Key));
        foreach (var pair in pairs)
            if (Sizes(pair) is var (stored, own) && stored[0] != stored[1])
            {
                _someSame |= stored.SequenceEqual(own) && !IsEmbedding(pair.Source);
                _someTransposed |= stored[0] == own[1] && stored[1] == own[0];
            }
    }

    WeightSet Weights { get; }

    /// <summary>True if the matrix must be turned; null if it is square and nothing tells.</summary>
    public bool? Of(NamePair pair)
    {
        if (Sizes(pair) is not var (stored, own)) return false;
        if (_order != MatrixOrder.Guess) return _order == MatrixOrder.Transposed;
        if (stored[0] != stored[1]) return !stored.SequenceEqual(own) && stored[0] == own[1] && stored[1] == own[0];
        if (stored[0] == 1 || !stored.SequenceEqual(own)) return false;
        if (_someTransposed && !_someSame) return true;
        if (!_someTransposed && _format == FormatMark.Own) return false;
        if (!_someTransposed && _someSame && _format != FormatMark.Torch) return false;
        // Numbered layers are PyTorch's, matched with layers that are not.
        return pair.IsByOrder ? true : null;
    }

    // It lies the same way everywhere: of linear layers it says nothing.
    static bool IsEmbedding(string name) => ((string[])["emb", "wte", "wpe"]).Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    // Of two matrices; else null.
    (long[] Stored, long[] Own)? Sizes(NamePair pair) =>
        Weights[pair.Source].Dims.Length == 2 && pair.Target.Type.Shape.Rank == 2 ? (Weights[pair.Source].Dims.ToArray(), pair.Target.Type.Shape.ToSizes()) : null;
}
