using System.Reflection;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>What a plugin says its rules need is all that they need.</summary>
public class NeededOps
{
    public static TheoryData<string> Rows { get; } =
        [.. OpTable.Every.DistinctBy(c => (c.Op, string.Join(' ', c.Inputs.Select(i => i?.Sizes.Length)))).Select(c => c.Name)];

    [Theory, MemberData(nameof(Rows))]
    public void Rules_and_bodies_are_written_with_the_needed_ops_and_those_of_the_plugin(string name)
    {
        var c = OpTable.Get(name);
        var plugin = c.Op.GetType().Assembly;
        var needs = plugin.GetCustomAttribute<NeedsOpsAttribute>()?.Ops ?? [];
        var registry = new Registry();
        foreach (var op in OpTable.Ops.Ops.Where(o => o.Schema.OpType.Assembly == plugin || o.Schema.Domain.Length == 0 && needs.Contains(o.Schema.Name))) registry.Add(op.Schema.OpType);
        var graph = new Program(registry).AddGraph("forward");
        Value?[] x = [.. c.Draw(ElementType.Float32).Select((t, i) => t is null ? null : c.Constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, t.Type.Shape))];
        c.Op.Body(graph, [.. x, .. new Value?[Math.Max(0, c.Op.Schema.Signature.Inputs.Count - x.Length)]]);
        var y = graph.Add(c.Op, x).Where(v => v.Element.IsFloat()).ToArray();
        Value[] wrt = [.. x.OfType<Value>().Where(v => v.Element.IsFloat() && v.Constant is null)];
        // Without a rule of its own, those of the ops in its body count, which are other plugins' business.
        bool hasRule = c.Op.GetType().GetMethod(nameof(Op.Adjoint))!.DeclaringType != typeof(Op);
        if (y.Length > 0 && wrt.Length > 0 && c.Differentiable && hasRule) Adjoint.OfSeeded(y, wrt);
    }
}
