namespace Nabla;

/// <summary>∂²y/∂x²·v without the Hessian: the tangent, in the direction v, of the gradient of y (B. Pearlmutter, "Fast exact multiplication by the
/// Hessian", 1994). It costs a few times what y costs, however many elements x has.</summary>
public sealed class HessianVectorProduct
{
    readonly Adjoint _gradient;
    readonly Tangent _tangent;

    /// <summary>Differentiates a scalar twice: adds an adjoint graph and a tangent graph to its program.</summary>
    /// <param name="y">A value with one element.</param>
    /// <param name="wrt">Values of the same program; none: all its parameters.</param>
    public HessianVectorProduct(Value y, params ReadOnlySpan<Value> wrt)
    {
        _gradient = Adjoint.Of(y, wrt);
        Value[] bars = [.. _gradient.Wrt.Distinct().Select(_gradient.TryGet).OfType<Value>().Distinct()];
        if (bars.Length == 0) throw new NablaException($"'{y.Name}' has no gradient: it depends on none of {string.Join(", ", _gradient.Wrt.Select(v => $"'{v.Name}'"))}.");
        _tangent = Tangent.OfSeeded(bars, [.. _gradient.Wrt]);
    }

    /// <summary>The direction v: an input for each value that is differentiated by.</summary>
    public IReadOnlyList<Value> Directions => _tangent.Seeds;

    /// <summary>The part of H·v that belongs to <paramref name="x"/>, or null where it is zero: y is linear in x, and in all that x meets.</summary>
    public Value? this[Value x] => _gradient.TryGet(x) is { } bar ? _tangent.TryGet(bar) : null;

    /// <summary>The part of the gradient that belongs to <paramref name="x"/>, or null where it is zero.</summary>
    public Value? Gradient(Value x) => _gradient.TryGet(x);
}
