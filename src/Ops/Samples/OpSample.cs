namespace Nabla.Ops;

/// <summary>One row of an op's sample table: the op with attributes, and how its inputs are drawn. Every check of an op runs over its rows.</summary>
/// <param name="Name">Unique over the table: the op, then what is particular about the row.</param>
/// <param name="Op">The op with its attributes.</param>
/// <param name="Inputs">One an input; null where an optional one is left out.</param>
public sealed record OpSample(string Name, Op Op, params InputSpec?[] Inputs)
{
    /// <summary>The positions of inputs that are constants of the graph, such as axes.</summary>
    public IReadOnlySet<int> Constant { get; init; } = new HashSet<int>();

    /// <summary>Why another runtime is not asked for the same result, or null.</summary>
    public string? NotOnOrt { get; init; }

    /// <summary>How far float32 may be from the exact result, relative to 1 and to the result.</summary>
    public double Tolerance { get; init; } = 2e-6;

    /// <summary>False for an op that has no floating-point output, or none that depends smoothly on an input.</summary>
    public bool Differentiable { get; init; } = true;

    /// <summary>True for a point on a kink, where the slopes on both sides differ: the adjoint must then lie between them. Fixed inputs are differentiated
    /// too, and there is no second derivative to ask for.</summary>
    public bool AtKink { get; init; }

    /// <summary>Why a check of this row may end otherwise than with a pass, or null. Such a row is reported, but is no failure.</summary>
    public string? Excuse { get; init; }

    /// <summary>The positions of the inputs that are differentiated by.</summary>
    public IEnumerable<int> DifferentiatedInputs => !Differentiable ? [] : Enumerable.Range(0, Inputs.Length).Where(i =>
        Inputs[i] is { Element: ElementType.Float32 } spec && (spec.IsFloat || AtKink) && !Constant.Contains(i) && !Op.HasZeroDerivative(i));

    /// <summary>Draws all inputs.</summary>
    /// <param name="float">The floating-point type under test, float32 or float64; both get the same numbers, rounded.</param>
    /// <param name="seed">Decides the numbers.</param>
    public Tensor?[] Draw(ElementType @float, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Inputs.Select(i => i?.ToTensor(i.Draw(random), @float))];
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
