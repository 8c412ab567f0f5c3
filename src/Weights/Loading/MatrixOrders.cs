namespace Nabla.Weights;

/// <summary>Tells which matrices must be turned.</summary>
sealed class MatrixOrders
{
    // How torch.save's counterpart marks a state dict.
    const string FormatKey = "format", Torch = "pt";

    readonly MatrixOrder _order;
    readonly bool _isTorch, _someTransposed, _someSame;

    public MatrixOrders(List<NamePair> pairs, WeightSet weights, MatrixOrder order)
    {
        (Weights, _order, _isTorch) = (weights, order, weights.Metadata.GetValueOrDefault(FormatKey) == Torch);
        foreach (var pair in pairs)
            if (Sizes(pair) is var (stored, own) && stored[0] != stored[1])
            {
                _someSame |= stored.SequenceEqual(own);
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
        if (stored[0] == 1) return false;
        if (_someSame != _someTransposed) return _someTransposed;
        // Numbered layers are PyTorch's, matched with layers that are not.
        if (pair.IsByOrder) return true;
        return _isTorch || _someSame ? null : false;
    }

    // Of two matrices; else null.
    (long[] Stored, long[] Own)? Sizes(NamePair pair) =>
        Weights[pair.Source].Dims.Length == 2 && pair.Target.Type.Shape.Rank == 2 ? (Weights[pair.Source].Dims.ToArray(), pair.Target.Type.Shape.ToSizes()) : null;
}
