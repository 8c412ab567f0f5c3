namespace Nabla.Onnx;

/// <summary>s·Σz = Σ(s·z) where s·z is computed anyway, for a product.</summary>
sealed class SharedScaledSum : LocalRule
{
    public override Value[]? Replace(Node node, RewriteSite site)
    {
        if (node.Outputs[0].Scaled() is not var (sum, by) || site.Readers(sum) != 1 || sum.Reads("ReduceSum") is not [var z, var axes]) return null;
        var shared = site.Source.Nodes.TakeWhile(n => n != node).FirstOrDefault(n => n.Outputs[0].Scaled() is var (of, s) && of == z && s == by);
        return shared is null ? null : [site.Add("ReduceSum", [("keepdims", sum.Producer!.Op.Get<long>("keepdims"))], node, shared.Outputs[0], axes)];
    }
}
