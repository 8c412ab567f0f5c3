namespace Nabla.Onnx;

/// <summary>s·m / (√(c·v) + ε) = (s/√c)·m / (√v + ε/√c) for numbers s and c &gt; 0: Adam's bias correction leaves the elements alone.</summary>
/// <param name="counters">Numbers that are 0 or more.</param>
sealed class RootOfScaled(IReadOnlySet<Value> counters) : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        if (node.Outputs[0].Reads("Div") is not [var above, var below] || above.Scaled() is not var (m, s)) return null;
        if (below.Reads("Add") is not [var root, var ε] || ε.Scalar() is null || root.Reads("Sqrt") is not [var square] || square.Scaled() is not var (v, c)) return null;
        if (((Value[])[above, below, root, square]).Any(x => site.Readers(x) != 1) || c.Constant is not null || !IsPositive(c, inDepth: 8)) return null;
        var k = site.Add("Sqrt", [], null, c);
        var (rate, least) = (site.Add("Div", [], null, s, k), site.Add("Div", [], null, ε, k));
        return [site.Add("Div", [], node, site.Add("Mul", [], null, m, rate), site.Add("Add", [], null, site.Add("Sqrt", [], null, v), least))];
    }

    bool IsPositive(Value v, int inDepth)
    {
        if (v.Scalar() is { } number) return number > 0;
        if (inDepth == 0) return false;
        if ((v.Reads("Mul") ?? v.Reads("Div")) is [var a, var b]) return IsPositive(a, inDepth - 1) && IsPositive(b, inDepth - 1);
        if (v.Reads("Cast") is [var from]) return from.Element.IsFloat() && IsPositive(from, inDepth - 1);
        if (v.Reads("Add") is [var count, var more]) return counters.Contains(count) && more.Scalar() > 0;
        // 1 − βᵗ, 0 < β < 1, t > 0
        return v.Reads("Sub") is [var one, var power] && one.Scalar() == 1 && power.Reads("Pow") is [var β, var t] && β.Scalar() is > 0 and < 1 && IsPositive(t, inDepth - 1);
    }
}
