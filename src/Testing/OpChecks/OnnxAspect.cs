using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>What a file holds of the op, run by ONNX Runtime, against the kernel.</summary>
static class OnnxAspect
{
    public static Finding? Check(Registry registry, OpSample sample, int seed)
    {
        if (sample.NotOnOrt is not null || !sample.Op.IsPure) return null;
        var inputs = sample.Draw(ElementType.Float32, seed);
        if (CannotWrite(registry, sample, inputs) is { } reason) return new(Aspect.Onnx, Verdict.Pass, $"cannot be exported: {reason}");
        var model = OnnxExport.Write(Alone(registry, sample, inputs));
        if (sample.Op.Schema.Domain is { Length: > 0 } domain && model.Graph.Node.Any(n => n.Domain == domain && model.Functions.All(f => f.Domain != domain || f.Name != n.OpType)))
            return new(Aspect.Onnx, Verdict.Pass, $"a file holds it as an op of domain '{domain}', which no other runtime has; give it a Body of standard ops");
        Tensor[] expected;
        try
        {
            expected = OrtOps.Run(registry, sample.Op, inputs, sample.Constant);
        }
        catch (NablaException e) when (e.Message.Contains("native library", StringComparison.Ordinal) || e.Message.Contains("NOT_IMPLEMENTED", StringComparison.Ordinal) || e.Message.Contains("Could not find an implementation", StringComparison.Ordinal))
        {
            return new(Aspect.Onnx, Verdict.Pass, $"not compared: {e.Message}");
        }
        catch (NablaException e)
        {
            return Fail(e.Message);
        }
        var actual = Evaluate.Op(registry, sample.Op, inputs, sample.Constant);
        for (int k = 0; k < expected.Length; k++)
        {
            if (expected[k].Type != actual[k].Type) return Fail($"output {k} is {expected[k].Type} in ONNX Runtime and {actual[k].Type} here");
            if (Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), sample.Tolerance, sample.Tolerance) is { } difference)
                return Fail($"output {k} is not what ONNX Runtime makes of the exported op: {difference}");
        }
        return new(Aspect.Onnx, Verdict.Pass);
    }

    /// <summary>The op as the only node of a graph.</summary>
    public static Graph Alone(Registry registry, OpSample sample, IReadOnlyList<Tensor?> inputs)
    {
        var graph = new Program(registry).AddGraph("op");
        var function = CheckedFunction.Of(registry, sample);
        foreach (var y in function.Build(graph, function.InputsIn(graph, inputs))) graph.Output(y);
        return graph;
    }

    /// <summary>Why a file cannot hold the op, or null.</summary>
    public static string? CannotWrite(Registry registry, OpSample sample, IReadOnlyList<Tensor?> inputs)
    {
        try
        {
            OnnxExport.Check(Alone(registry, sample, inputs));
            return null;
        }
        catch (NablaException e)
        {
            return e.Message;
        }
    }

    static Finding Fail(string message) => new(Aspect.Onnx, Verdict.Fail, message);
}
