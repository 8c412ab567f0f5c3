using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>The adjoint graph of an op, joined with the op and exported, gives in ONNX Runtime what it gives here.</summary>
public class ExportedAdjoints
{
    const long MaxElements = 160;

    // One row is enough for each op with its attributes and ranks.
    public static TheoryData<string> Rows { get; } = [.. OpTable.Every
        .Where(c => c.NotOnOrt is null && c.Op is not Plugins.Cast && c.DifferentiatedInputs.Any() && !c.AtKink && c.Inputs.Sum(Count) is > 1 and <= MaxElements && c.Inputs.All(i => i is null || Count(i) > 0))
        .DistinctBy(c => (c.Op, string.Join(' ', c.Inputs.Select(i => i is null ? "none" : $"{(i.IsFloat ? "drawn" : "fixed")}{i.Sizes.Length}")))).Select(c => c.Name)];

    static long Count(InputSpec? i) => i?.Sizes.Aggregate(1L, (product, size) => product * size) ?? 0;

    [Theory, MemberData(nameof(Rows))]
    public void ONNX_Runtime_gives_the_same_adjoints(string name)
    {
        var c = OpTable.Get(name);
        var tensors = c.Draw(ElementType.Float32);
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("forward");
        Value?[] x = [.. tensors.Select((t, i) => t is null ? null : c.Constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, t.Type.Shape))];
        var squares = graph.Add(c.Op, x).Where(v => v.Element == ElementType.Float32).Select(y => (y * y).Sum());
        var adjoint = Adjoint.Of(squares.Aggregate((a, b) => a + b), [.. x.Where((v, i) => v is not null && c.Inputs[i]!.IsFloat && !c.Constant.Contains(i)).Select(v => v!)]);
        var bars = adjoint.Wrt.Select(adjoint.TryGet).OfType<Value>().Distinct().ToArray();
        var run = Cpu.Backend(1).Compile(program, bars);
        foreach (var input in run.Inputs) run.Feed(input, tensors[Array.IndexOf(x, input)]!);
        run.Run();
        using var model = new OrtModel(OnnxExport.Write(adjoint.Graph));
        var expected = model.Run([.. run.Inputs.Select(v => tensors[Array.IndexOf(x, v)]!)]);
        double tolerance = 20 * c.Tolerance;
        for (int i = 0; i < bars.Length; i++) Assert.Null(Numbers.Difference(Numbers.Of(expected[i]), Numbers.Of(run.OutputTensor(bars[i])), tolerance, tolerance));
    }
}
