using Google.Protobuf;
using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Every sample of every op written for each opset from 9 on: a runtime of that time computes the same, or the writer says in a sentence why it cannot.</summary>
public class OlderOpsetTests
{
    const int Oldest = 9, Newest = 26;

    public static TheoryData<string> Everything => OpTable.Names(c => c.Op.Schema.Domain.Length == 0);

    [Theory, MemberData(nameof(Everything))]
    public void It_is_the_same_in_an_older_file_or_is_refused(string name)
    {
        var c = OpTable.Get(name);
        var inputs = c.Draw(ElementType.Float32);
        var expected = new Lazy<Tensor[]>(() => Evaluate.Op(OpTable.Ops, c.Op, inputs, c.Constant));
        string? last = null;
        for (int opset = Newest; opset >= Oldest; opset--)
        {
            if (Written(c, inputs, opset) is not { } file) continue;
            Assert.DoesNotContain(ModelChecker.Check(file, OpTable.Ops, full: true), f => f.Severity == Severity.Error);
            // Nodes that are the same under another number are run once.
            var nodes = string.Join('\n', file.Graph.Node.Select(n => n.ToString()));
            if (nodes == last) continue;
            last = nodes;
            Compare(c, expected, OnnxImport.Read(OnnxFile.Read(file.ToByteArray()), OpTable.Ops).Graph, inputs, opset);
            if (c.NotOnOrt is null && Ran(file, inputs) is { } theirs) Near(c, expected.Value, theirs, $"ONNX Runtime at opset {opset}");
        }
    }

    // What common networks are made of goes back to opset 9, or to the first that could say it.
    [Theory]
    [InlineData("ReduceMean", 9)]
    [InlineData("ReduceSum", 9)]
    [InlineData("ReduceMax", 9)]
    [InlineData("ReduceMin", 9)]
    [InlineData("ReduceProd", 9)]
    [InlineData("ReduceL1", 9)]
    [InlineData("ReduceL2", 9)]
    [InlineData("ReduceLogSumExp", 9)]
    [InlineData("Squeeze", 9)]
    [InlineData("Unsqueeze", 9)]
    [InlineData("Softmax", 9)]
    [InlineData("LogSoftmax", 9)]
    [InlineData("Clip", 9)]
    [InlineData("Gelu", 9)]
    [InlineData("Mish", 9)]
    [InlineData("HardSwish", 9)]
    [InlineData("Swish", 9)]
    [InlineData("LayerNormalization", 9)]
    [InlineData("BatchNormalization", 9)]
    public void Common_ops_reach_far_back(string op, int opset) =>
        Assert.Contains(OpTable.Every, c => c.Op.Schema is { Domain: "" } s && s.Name == op && Written(c, c.Draw(ElementType.Float32), opset) is not null);

    static Nabla.Onnx.Protos.ModelProto? Written(OpSample c, Tensor?[] inputs, int opset)
    {
        var graph = new Program(OpTable.Ops).AddGraph("op");
        var values = inputs.Select((t, i) => t is null ? null : c.Constant.Contains(i) ? graph.Constant(t, $"x{i}") : graph.Input($"x{i}", t.Element, t.Type.Shape)).ToArray();
        foreach (var output in graph.AddNamed(c.Op, c.Op.Schema.Name, null, values).Outputs) graph.Output(output);
        try
        {
            return OnnxExport.Write(graph, new() { Opset = opset });
        }
        catch (NablaException e)
        {
            Assert.Contains($"cannot be written at opset {opset}", e.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
            return null;
        }
    }

    static void Compare(OpSample c, Lazy<Tensor[]> expected, Graph graph, Tensor?[] inputs, int opset)
    {
        if (!c.Op.IsPure) return;
        var run = Cpu.Backend(1).Compile(graph.Program, graph.Outputs);
        foreach (var input in run.Inputs) run.Feed(input, inputs[int.Parse(input.Name[1..], System.Globalization.CultureInfo.InvariantCulture)]!);
        run.Run();
        Near(c, expected.Value, [.. graph.Outputs.Select(run.OutputTensor)], $"opset {opset}");
    }

    // Null where it has no kernel of that version.
    static Tensor[]? Ran(Nabla.Onnx.Protos.ModelProto file, Tensor?[] inputs)
    {
        OrtModel model;
        try
        {
            model = new(file);
        }
        catch (NablaException)
        {
            return null;
        }
        // What the op only looks at the type of may be gone.
        using (model) return model.Run([.. model.Inputs.Select(n => inputs[int.Parse(n.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)]!)]);
    }

    static void Near(OpSample c, Tensor[] expected, Tensor[] actual, string where)
    {
        for (int k = 0; k < expected.Length; k++)
            Assert.True(Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), c.Tolerance, c.Tolerance) is null, $"{where}, output {k}: {Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), c.Tolerance, c.Tolerance)}");
    }
}
