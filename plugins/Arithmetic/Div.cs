using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a/b, broadcasting; integers are cut towards zero, and division by the integer zero gives the dividend.</summary>
[Op("Div", 7, 13, 14, Signature = "A, B -> C")]
public sealed record Div() : Elementwise2<Div.Map>
{
    /// <summary>a/b.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.IsInteger ? a / L.Select(L.Equal(b, L.Zero), L.One, b) : a / b;
    }

    // ā = ȳ/b, b̄ = −ȳ·y/b
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Wants(0) ? p.dY / p.X(1) : null, p.Wants(1) ? -(p.dY * (p.Y() / p.X(1))) : null];

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x) => ShapeArithmetic.Of(x, (a, b) => a.TryDivide(b, out var q) ? q : a.IsStatic && b.IsStatic && !b.Is(0) ? new Dim(a.Size / b.Size) : (Dim?)null);
}
