using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Training;
using OptimizerOp = Nabla.Training.OptimizerOp;

namespace Nabla.Tests;

/// <summary>Ops that other tools do not know, as functions of the file and as nodes in place of the call: all who run the file agree.</summary>
public class ExportedFunctionTests
{
    const int Batch = 8;

    static readonly Registry WithOptimizers = new Registry()
        .AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly).AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly)
        .AddAssembly(typeof(Nabla.Plugins.Adam).Assembly);

    static StepFunction Function(Registry registry, Optimizer optimizer, out TrainingStep step)
    {
        step = new TrainingStep(registry, Sequential.Mlp([20, 12, 12, 5], "relu"), new SoftmaxCrossEntropy(), optimizer, 20, seed: 3);
        return StepFunction.Of(step.Program, [step.Loss]);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(21)]
    public void Functions_and_nodes_in_their_place_are_the_same_step(int opset)
    {
        var function = Function(StepTests.Ops, new Training.Adam(1e-3), out _);
        var (called, inline) = (StepExport.Write(function, new() { Opset = opset }), StepExport.Write(function, new() { Opset = opset, Inline = true }));
        Assert.Equal(["SoftmaxCrossEntropyGrad"], called.Functions.Select(f => f.Name));
        Assert.Contains(called.Graph.Node, n => n is { OpType: "SoftmaxCrossEntropyGrad", Domain: "nabla" });
        Assert.Empty(inline.Functions);
        Assert.All(inline.Graph.Node, n => Assert.Equal("", n.Domain));
        Assert.DoesNotContain(inline.OpsetImport, o => o.Domain == "nabla");
        foreach (var model in (ModelProto[])[called, inline])
            Assert.DoesNotContain(ModelChecker.Check(model, StepTests.Ops, full: true), f => f.Severity == Severity.Error);
        Assert.Equal(Run(called), Run(inline));
    }

    [Fact]
    public void Below_opset_15_a_file_cannot_hold_functions() =>
        Assert.Empty(StepExport.Write(Function(StepTests.Ops, new Sgd(0.1), out _), new() { Opset = 14 }).Functions);

    [Fact]
    public void A_reader_with_the_op_takes_it_for_itself_and_one_without_runs_the_function()
    {
        var function = Function(WithOptimizers, OptimizerOp.Adam(1e-3), out _);
        var file = ModelProto.Parser.ParseFrom(StepExport.Write(function).ToByteArray());
        var with = OnnxImport.Read(file, WithOptimizers).Graph;
        Assert.Equal(function.Graph.Nodes.Select(n => n.Op), with.Nodes.Select(n => n.Op));
        Assert.Equal(Here(function.Graph, function.Variables), Here(with));
        var known = new Registry();
        foreach (var op in WithOptimizers.Ops.Where(o => o.Schema.Domain.Length == 0)) known.Add(op.Schema.OpType);
        var without = OnnxImport.Read(file, known).Graph;
        Assert.Equal(Here(without), Here(OnnxImport.Read(StepExport.Write(function, new() { Inline = true }), known).Graph));
        Assert.All(Here(without).Zip(Here(with)), r => Assert.Equal(r.First.Length, r.Second.Length));
    }

    // One function a shape of parameters: overloads from IR 10 on, names of their own before.
    [Theory]
    [InlineData(21, "Adam Adam/2 Adam/3 Adam/4 Adam/5")]
    [InlineData(17, "Adam Adam_2 Adam_3 Adam_4 Adam_5")]
    public void Each_type_has_a_function(int opset, string expected)
    {
        var file = StepExport.Write(Function(WithOptimizers, OptimizerOp.Adam(), out _), new() { Opset = opset });
        var adam = file.Functions.Where(f => f.Domain == "ai.onnx.preview.training").ToList();
        Assert.Equal(expected, string.Join(' ', adam.Select(f => f.Overload.Length > 0 ? $"{f.Name}/{f.Overload}" : f.Name)));
        Assert.All(adam, f => Assert.Equal(["R", "T", "inputs_1", "inputs_2", "inputs_3", "inputs_4"], f.Input));
        Assert.Equal(6, file.Graph.Node.Count(n => n.Domain == "ai.onnx.preview.training"));
    }

    public static TheoryData<string, int> Rules => new() { { "adam", 21 }, { "adam", 17 }, { "momentum", 21 }, { "nesterov", 21 }, { "adagrad", 21 } };

    [Theory, MemberData(nameof(Rules))]
    public void Thirty_steps_with_ops_of_ONNX_agree_with_a_stock_runtime(string name, int opset)
    {
        Optimizer rule = name switch
        {
            "adam" => OptimizerOp.Adam(2e-3, normCoefficient: 0.01, normCoefficientPost: 0.001),
            "adagrad" => OptimizerOp.Adagrad(0.05, decayFactor: 0.1),
            _ => OptimizerOp.Momentum(0.02, 0.9, 0.5, nesterov: name == "nesterov", normCoefficient: 0.01),
        };
        var function = Function(WithOptimizers, rule, out var step);
        var file = StepExport.Write(function, new() { Opset = opset });
        Assert.Empty(ModelChecker.Check(file, WithOptimizers, full: true));
        using var session = new StepSession(file);
        var ours = Nabla.Ops.Cpu.Backend(1).Compile(step.Program, [step.Loss], new Dictionary<string, long> { ["N"] = Batch }, updates: true);
        var (random, theirs, first) = (new Random(5), 0f, 0f);
        for (int n = 0; n < 30; n++)
        {
            var (x, labels) = Draw(random);
            x.CopyTo(ours.Input<float>(step.Input));
            labels.CopyTo(ours.Input<long>(step.Labels));
            float rate = ours.Input<float>(step.Update.LearningRate)[0] = (float)rule.LearningRate.At(0);
            ours.Run();
            theirs = session.Run(("x", OrtValue.CreateTensorValueFromMemory(x, [Batch, 20])), ("labels", OrtValue.CreateTensorValueFromMemory(labels, [Batch])),
                ("learning_rate", OrtValue.CreateTensorValueFromMemory([rate], [])));
            if (n == 0) first = theirs;
        }
        float last = ours.Output<float>(step.Loss)[0];
        Assert.True(last < first, "nothing was learned");
        Assert.Equal(last, theirs, 1e-4f);
        foreach (var v in function.Variables.Where(v => v.Variable.Type.Element == ElementType.Float32))
        {
            var (expected, actual) = (v.Variable.Span<float>().ToArray(), session.State[v.Before.Name].GetTensorDataAsSpan<float>().ToArray());
            float scale = Math.Max(1e-3f, expected.Max(Math.Abs));
            for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4f * scale, $"{v.Variable.Name}[{i}]: {actual[i]}, not {expected[i]}");
        }
        Assert.Equal(30, session.State["t"].GetTensorDataAsSpan<long>()[0]);
    }

    static (float[] X, long[] Labels) Draw(Random random)
    {
        var x = Enumerable.Range(0, Batch * 20).Select(_ => random.NextSingle() * 2 - 1).ToArray();
        return (x, [.. Enumerable.Range(0, Batch).Select(r => (long)Enumerable.Range(0, 5).MaxBy(c => x[r * 20 + c]))]);
    }

    // All outputs for the same batch; variables have their defaults.
    static List<float[]> Run(ModelProto model)
    {
        using var session = new InferenceSession(model.ToByteArray());
        var (x, labels) = Draw(new(8));
        using var options = new RunOptions();
        var feeds = new Dictionary<string, OrtValue>
        {
            ["x"] = OrtValue.CreateTensorValueFromMemory(x, [Batch, 20]),
            ["labels"] = OrtValue.CreateTensorValueFromMemory(labels, [Batch]),
            ["learning_rate"] = OrtValue.CreateTensorValueFromMemory([0.01f], []),
        };
        return [.. session.Run(options, feeds, session.OutputNames).Select(r => r.GetTensorDataAsSpan<float>().ToArray())];
    }

    static List<byte[]> Here(Graph graph, IReadOnlyList<StepVariable>? variables = null)
    {
        var (x, labels) = Draw(new(8));
        var run = Nabla.Ops.Cpu.Backend(1).Compile(graph.Program, graph.Outputs, new Dictionary<string, long> { ["N"] = Batch });
        foreach (var input in graph.Inputs.Where(i => i.Kind == ValueKind.Input))
            switch (input.Name)
            {
                case "x": x.CopyTo(run.Input<float>(input)); break;
                case "labels": labels.CopyTo(run.Input<long>(input)); break;
                case "learning_rate": run.Input<float>(input)[0] = 0.01f; break;
                case "t": break;
                case var name: variables!.Single(v => v.Before.Name == name).Variable.Span<float>().CopyTo(run.Input<float>(input)); break;
            }
        run.Run();
        return [.. graph.Outputs.Select(o => o.Element == ElementType.Int64 ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(run.Output<long>(o)).ToArray()
            : System.Runtime.InteropServices.MemoryMarshal.AsBytes(run.Output<float>(o)).ToArray())];
    }
}
