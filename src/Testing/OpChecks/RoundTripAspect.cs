using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Written to a file, found right by the checker, read again: the same op, or its body, and the same numbers; written once more, the same bytes.</summary>
static class RoundTripAspect
{
    public static Finding? Check(Registry registry, OpSample sample, int seed)
    {
        var inputs = sample.Draw(ElementType.Float32, seed);
        if (OnnxAspect.CannotWrite(registry, sample, inputs) is not null) return null;
        var graph = OnnxAspect.Alone(registry, sample, inputs);
        var model = OnnxExport.Write(graph);
        if (ModelChecker.Check(model, registry).FirstOrDefault(f => f.Severity == Severity.Error) is { } error) return Fail($"what is written is no right file: {error.Message}");
        var read = OnnxImport.Read(OnnxFile.Read(model.ToByteArray()), registry).Graph;
        bool isItself = model.Graph.Node.Any(n => n.OpType == sample.Op.Schema.Name && n.Domain == sample.Op.Schema.Domain);
        if (isItself && !read.Nodes.Any(n => n.Op.Equals(sample.Op))) return Fail($"{SchemaAspect.Text(sample.Op)} was written, and is read again as {string.Join(", ", read.Nodes.Select(n => SchemaAspect.Text(n.Op)))}");
        if (!OnnxExport.Write(read).Graph.ToByteArray().SequenceEqual(model.Graph.ToByteArray())) return Fail("written, read and written again, the file has other bytes");
        return sample.Op.IsPure ? Compare(registry, sample, inputs, read) : new(Aspect.RoundTrip, Verdict.Pass);
    }

    static Finding Compare(Registry registry, OpSample sample, Tensor?[] inputs, Graph read)
    {
        var run = new CpuBackend(1).Compile(read.Program, read.Outputs);
        foreach (var input in run.Inputs) run.Feed(input, inputs[int.Parse(input.Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)]!);
        run.Run();
        var before = Evaluate.Op(registry, sample.Op, inputs, sample.Constant);
        for (int k = 0; k < before.Length; k++)
        {
            var after = run.OutputTensor(read.Outputs[k]);
            double largest = Math.Max(1, Vectors.Largest([.. Numbers.Of(before[k]).Where(double.IsFinite)]));
            if (before[k].Type != after.Type || Numbers.Difference(Numbers.Of(before[k]), Numbers.Of(after), sample.Tolerance * largest, sample.Tolerance) is not null)
                return Fail($"output {k} of the op that is read again differs from that of the op that was written");
        }
        return new(Aspect.RoundTrip, Verdict.Pass);
    }

    static Finding Fail(string message) => new(Aspect.RoundTrip, Verdict.Fail, message);
}
