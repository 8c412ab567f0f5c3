using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The adjoint rules of ScatterElements and ScatterND, which differ only in how indices point.</summary>
/// <param name="p">A node with inputs data, indices, updates.</param>
/// <param name="scatter">The op with another reduction.</param>
/// <param name="gather">The op that reads what the indices point to.</param>
sealed class ScatterRules(Pullback p, Func<string, Op> scatter, Op gather)
{
    /// <summary>The contributions for a reduction; those that nothing wants are dropped.</summary>
    public Value?[] Of(string reduction)
    {
        var (dx, du) = reduction switch
        {
            "add" => (p.dY, Read(p.dY)),
            "mul" => Product(),
            "max" or "min" => Extreme(),
            _ => (Write("none", p.dY, Everywhere(2, 0)), Read(p.dY)),
        };
        return [dx, null, du];
    }

    // x̄ = ȳ·Πu. ū = ȳ·P/u with P = x·Πu; at a lone zero among the updates of a place P leaves it out, beside a zero ū is 0.
    (Value, Value) Product()
    {
        var (u, zero, one) = (p.X(2), p.Literal(0), p.Literal(1));
        var isZero = u.EqualTo(zero);
        var nonzero = isZero.Where(one, u);
        var product = Read(p.dY * Write("mul", p.X(0), nonzero));
        var zeros = Read(Write("add", Everywhere(0, 0), isZero.Where(one, zero)));
        var du = isZero.Where(zeros.EqualTo(one).Where(product, zero), zeros.EqualTo(zero).Where(product / nonzero, zero));
        return (p.dY * Write("mul", Everywhere(0, 1), u), du);
    }

    // ȳ shared equally by the data and the updates that equal y.
    (Value, Value) Extreme()
    {
        var (zero, one) = (p.Literal(0), p.Literal(1));
        var ofData = p.X(0).EqualTo(p.Y()).Where(one, zero);
        var ofUpdates = p.X(2).EqualTo(Read(p.Y())).Where(one, zero);
        var share = p.dY / Write("add", ofData, ofUpdates);
        return (ofData * share, ofUpdates * Read(share));
    }

    Value Write(string reduction, Value data, Value updates) => p.Graph.Add(scatter(reduction), data, p.X(1), updates)[0];

    Value Read(Value data) => p.Graph.Add(gather, data, p.X(1))[0];

    Value Everywhere(int input, double number) => p.Literal(number).Expand(p.ShapeOf(input));
}
