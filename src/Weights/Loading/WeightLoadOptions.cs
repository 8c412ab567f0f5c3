namespace Nabla.Weights;

/// <summary>How weights find their variables.</summary>
public sealed record WeightLoadOptions
{
    /// <summary>False to load what fits and report the rest; by default anything missing, left over or unfit is an error, and nothing changes.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Name in the file → name of the variable, where they differ and no rule tells.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>How matrices lie.</summary>
    public MatrixOrder Order { get; init; }

    /// <summary>True to round where the variable's floating-point type holds fewer digits than the file's; by default numbers must come through unchanged.</summary>
    public bool Round { get; init; }
}
