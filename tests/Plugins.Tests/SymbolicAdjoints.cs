using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>The adjoint graph that is built while sizes are symbols, bound later, against the one that is built for known sizes.</summary>
public class SymbolicAdjoints
{
    public static TheoryData<string> Rows { get; } =
        [.. OpTable.Every.Where(c => c.Differentiable).DistinctBy(c => (c.Op, string.Join(' ', c.Inputs.Select(i => i?.Sizes.Length)))).Select(c => c.Name)];

    [Theory, MemberData(nameof(Rows))]
    public void Symbols_for_sizes_change_nothing(string name)
    {
        var c = OpTable.Get(name);
        Tensor[] late;
        try
        {
            late = Run(c, symbolic: true);
        }
        catch (GraphException e) when (e.Message.Contains("is not known before", StringComparison.Ordinal) || e.Message.Contains("must be known", StringComparison.Ordinal))
        {
            Assert.Skip($"the rule needs known sizes: {e.Message}");
            return;
        }
        var known = Run(c, symbolic: false);
        for (int i = 0; i < known.Length; i++) Assert.Null(Numbers.Difference(Numbers.Of(known[i]), Numbers.Of(late[i]), 1e-12, 1e-12));
    }

    static Tensor[] Run(OpSample c, bool symbolic)
    {
        var tensors = c.Draw(ElementType.Float64);
        // One symbol for each size that occurs, so that what must be equal stays so.
        Shape Typed(Tensor t) => symbolic ? [.. t.Dims.ToArray().Select(s => s == 1 ? new Dim(1) : Dim.Symbol($"S{s}"))] : t.Type.Shape;
        var sizes = tensors.SelectMany(t => t is null ? [] : t.Dims.ToArray()).Where(s => s != 1).Distinct().ToDictionary(s => $"S{s}", s => s);
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("forward");
        Value?[] x = [.. tensors.Select((t, i) => t is null ? null : c.Constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, Typed(t)))];
        var squares = graph.Add(c.Op, x).Where(v => v.Element == ElementType.Float64).Select(y => (y * y).Sum());
        var adjoint = Adjoint.Of(squares.Aggregate((a, b) => a + b), [.. x.Where((v, i) => v is not null && c.Inputs[i]!.IsFloat && !c.Constant.Contains(i)).Select(v => v!)]);
        var bars = adjoint.Wrt.Select(adjoint.TryGet).OfType<Value>().ToArray();
        var run = Cpu.Backend(1).Compile(program, bars, sizes);
        foreach (var input in run.Inputs) run.Feed(input, tensors[Array.IndexOf(x, input)]!);
        run.Run();
        return [.. bars.Select(run.OutputTensor)];
    }
}
