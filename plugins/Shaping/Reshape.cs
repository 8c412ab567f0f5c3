using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The same elements in another shape: −1 for the dimension that follows from the others, 0 for one that is kept.</summary>
/// <param name="Allowzero">1 to read 0 as a dimension of size 0.</param>
[Op("Reshape", 5, 13, 14, 19, 21, 23, 24, 25, Signature = "data, shape -> reshaped")]
public sealed record Reshape(long Allowzero = 0) : Op
{
    /// <inheritdoc/>
    public override bool IsView => true;

    // x̄ = ȳ in the shape of x.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY.Reshape(p.ShapeOf(0))];

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => Allowzero != 0 ? 14 : 5;

    // Before 14 a 0 always keeps a dimension: the same, unless a size is 0 that the data does not have there.
    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) =>
        Allowzero == 0 || x[1]!.Content is { } sizes && sizes.Where((d, i) => d.Is(0) && !(i < x[0]!.Shape.Rank && x[0]!.Shape[i].Is(0))).Any() ? null : new(new Reshape(), x);

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape(1).Rank == 1, $"the shape must be a vector, not {x.Type(1)}");
        if (x.Content(1) is { } wanted) return [new(x.Element(), Resolve(x, wanted))];
        x.Require(x.Shape(1)[0].IsStatic, "how many dimensions the result has must be known; give the shape as a constant");
        return [new(x.Element(), [.. x.Unknowns(x.Shape(1)[0].Size)])];
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => x.Content(0) is { } all && x.Shape(1).Rank == 1 && (x.Shape(1)[0].Is(0) || x.Shape(1)[0].Is(1)) ? all : null;

    Nabla.Shape Resolve(Inference x, Dim[] wanted)
    {
        var from = x.Shape();
        var to = wanted.ToArray();
        int open = -1;
        for (int i = 0; i < to.Length; i++)
        {
            if (to[i].Is(0) && Allowzero == 0)
            {
                x.Require(i < from.Rank, $"0 keeps dimension {i}, which {from} does not have");
                to[i] = from[i];
            }
            else if (to[i].Is(-1))
            {
                x.Require(open < 0, "only one dimension may be -1");
                open = i;
            }
            else x.Require(!to[i].IsStatic || to[i].Size >= 0, $"{to[i]} is no size");
        }
        // Equal dimensions are left out on both sides, so that [N+1, 4] to [-1, N+1] gives 4.
        var (before, after) = (from.ToList(), to.Where((_, i) => i != open).ToList());
        before.RemoveAll(d => (open >= 0 || !d.Is(0)) && after.Remove(d));
        Dim count = Nabla.Shape.Create([.. before]).Count, others = Nabla.Shape.Create([.. after]).Count;
        bool divides = count.TryDivide(others, out var rest), known = count.IsStatic && others.IsStatic;
        x.Require(!known || (open < 0 ? count == others : divides), $"{from.Count} elements do not fit the shape [{string.Join(',', wanted)}]");
        if (open >= 0) to[open] = divides ? rest : x.Unknown();
        return Nabla.Shape.Create(to);
    }
}
