using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>Training steps that a file brings, ours and those of others.</summary>
public class StoredStepTests
{
    const int Batch = 16;

    static NodeProto Node(string op, string[] inputs, string output, params AttributeProto[] attributes) => Models.Node(op, inputs, [output], attributes);

    static ValueInfoProto Symbolic(string name, int element, params object[] dims)
    {
        var info = Models.Info(name, element);
        foreach (var d in dims) info.Type.TensorType.Shape.Dim.Add(d is string s ? new TensorShapeProto.Types.Dimension { DimParam = s } : new() { DimValue = Convert.ToInt64(d, System.Globalization.CultureInfo.InvariantCulture) });
        return info;
    }

    static TensorProto Floats(string name, float[] values, params long[] dims) => new() { Name = name, DataType = 1, Dims = { dims }, FloatData = { values } };

    // y = x·w + b, L = mean (y − t)², w ← w − η·∂L/∂w and b likewise by hand; n ← n + 1, an integer.
    static ModelProto Handmade() => new()
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Version = 17 } },
        Graph = new()
        {
            Name = "line",
            Input = { Symbolic("x", 1, "N", 3) },
            Output = { Symbolic("y", 1, "N", 2) },
            Initializer = { Floats("w", [0.1f, -0.2f, 0.3f, 0.4f, -0.5f, 0.6f], 3, 2), Floats("b", [0, 0], 2) },
            Node = { Node("MatMul", ["x", "w"], "xw"), Node("Add", ["xw", "b"], "y") },
        },
        TrainingInfo =
        {
            new TrainingInfoProto
            {
                Algorithm = new()
                {
                    Name = "step",
                    Input = { Symbolic("t", 1, "N", 2), Symbolic("eta", 1) },
                    Output = { Symbolic("loss", 1), Symbolic("w2", 1, 3, 2), Symbolic("b2", 1, 2), Symbolic("n2", 7) },
                    Initializer = { new TensorProto { Name = "n", DataType = 7, Int64Data = { 0 } }, new TensorProto { Name = "one", DataType = 7, Int64Data = { 1 } }, Floats("two", [2]), new TensorProto { Name = "rows", DataType = 7, Dims = { 1 }, Int64Data = { 0 } } },
                    Node =
                    {
                        Node("Sub", ["y", "t"], "d"), Node("Mul", ["d", "d"], "s"), Node("ReduceMean", ["s"], "loss", Models.Int("keepdims", 0)),
                        Node("Size", ["y"], "c"), Node("Cast", ["c"], "cf", Models.Int("to", 1)), Node("Mul", ["d", "two"], "dd"), Node("Div", ["dd", "cf"], "g"),
                        Node("Transpose", ["x"], "xt"), Node("MatMul", ["xt", "g"], "gw"), Node("ReduceSum", ["g", "rows"], "gb", Models.Int("keepdims", 0)),
                        Node("Mul", ["gw", "eta"], "sw"), Node("Sub", ["w", "sw"], "w2"), Node("Mul", ["gb", "eta"], "sb"), Node("Sub", ["b", "sb"], "b2"), Node("Add", ["n", "one"], "n2"),
                    },
                },
                UpdateBinding =
                {
                    new StringStringEntryProto { Key = "w", Value = "w2" }, new StringStringEntryProto { Key = "b", Value = "b2" }, new StringStringEntryProto { Key = "n", Value = "n2" },
                },
            },
        },
    };

    [Fact]
    public void The_step_of_another_tool_trains_as_by_hand()
    {
        var file = Handmade();
        Assert.Empty(ModelChecker.Check(file, StepTests.Ops, full: true));
        var training = OnnxTraining.Read(file, StepTests.Ops);
        Assert.Equal(["w", "b", "n"], training.Updated.Select(v => v.Name));
        var graph = training.Step.Graph;
        Value At(string name) => graph.Inputs.Single(v => v.Name == name);
        var run = Nabla.Ops.Cpu.Backend(1).Compile(graph.Program, [training.Outputs[0]], new Dictionary<string, long> { ["N"] = Batch }, updates: true);
        double[] w = [0.1f, -0.2f, 0.3f, 0.4f, -0.5f, 0.6f], b = [0, 0];
        var random = new Random(3);
        double loss = 0;
        for (int step = 0; step < 10; step++)
        {
            float[] x = [.. Enumerable.Range(0, Batch * 3).Select(_ => random.NextSingle() * 2 - 1)], t = [.. Enumerable.Range(0, Batch * 2).Select(_ => random.NextSingle())];
            x.CopyTo(run.Input<float>(At("x")));
            t.CopyTo(run.Input<float>(At("t")));
            run.Input<float>(At("eta"))[0] = 0.5f;
            run.Run();
            double[] gw = new double[6], gb = new double[2];
            loss = 0;
            for (int r = 0; r < Batch; r++)
                for (int c = 0; c < 2; c++)
                {
                    double d = b[c] - t[r * 2 + c];
                    for (int k = 0; k < 3; k++) d += x[r * 3 + k] * w[k * 2 + c];
                    loss += d * d / (2 * Batch);
                    for (int k = 0; k < 3; k++) gw[k * 2 + c] += 2 * d / (2 * Batch) * x[r * 3 + k];
                    gb[c] += 2 * d / (2 * Batch);
                }
            for (int i = 0; i < 6; i++) w[i] -= 0.5 * gw[i];
            for (int c = 0; c < 2; c++) b[c] -= 0.5 * gb[c];
        }
        Assert.Equal(loss, run.Output<float>(training.Outputs[0])[0], 1e-5);
        for (int i = 0; i < 6; i++) Assert.Equal(w[i], training.Updated[0].Span<float>()[i], 1e-5);
        for (int c = 0; c < 2; c++) Assert.Equal(b[c], training.Updated[1].Span<float>()[c], 1e-5);
        Assert.Equal(10, training.Updated[2].Span<long>()[0]);

        // What is written is the file that was read, with other numbers, and goes on from there.
        var again = OnnxTraining.Read(training.ToModel(), StepTests.Ops);
        Assert.Equal(training.Updated.Select(v => v.Bytes.ToArray()), again.Updated.Select(v => v.Bytes.ToArray()));
        Assert.Equal(file.TrainingInfo[0].Algorithm.Node, training.ToModel().TrainingInfo[0].Algorithm.Node);
        Assert.Equal(0, file.TrainingInfo[0].Algorithm.Initializer[0].Int64Data[0]);
    }

    [Fact]
    public void A_trainer_runs_it_over_data()
    {
        var training = OnnxTraining.Read(Handmade(), StepTests.Ops);
        var graph = training.Step.Graph;
        Value At(string name) => graph.Inputs.Single(v => v.Name == name);
        var trainer = new Trainer(new TrainingStep(graph.Program, At("x"), At("t"), training.Outputs[0], training.Results[0], At("eta"), 0.1, new SoftmaxCrossEntropy()),
            Nabla.Ops.Cpu.Backend(1), new() { BatchSize = 10, Seed = 1 });
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, 95 * 3).Select(_ => random.NextSingle() * 2 - 1)];
        var data = Dataset.Classification("rows", x, [3], [.. Enumerable.Range(0, 95).Select(r => x[r * 3] > 0 ? 1 : 0)], ["a", "b"]);
        double first = trainer.TrainEpoch(data).Loss, last = 0;
        for (int e = 0; e < 20; e++) last = trainer.TrainEpoch(data).Loss;
        Assert.True(last < first / 2, $"{first} → {last}");
        Assert.True(trainer.Evaluate(data).Accuracy > 0.9);
        Assert.Equal(21 * 10, training.Updated[2].Span<long>()[0]);
    }

    public static TheoryData<string, Action<ModelProto>> Refusals => new()
    {
        { "no training step", m => m.TrainingInfo.Clear() },
        { "holds 2 training steps", m => m.TrainingInfo.Add(new TrainingInfoProto()) },
        { "updates 'v', which is no initializer", m => m.TrainingInfo[0].UpdateBinding[0].Key = "v" },
        { "to 'nowhere', which nothing in the file computes", m => m.TrainingInfo[0].UpdateBinding[0].Value = "nowhere" },
        { "sets 'w' to 'b2'", m => m.TrainingInfo[0].UpdateBinding[0].Value = "b2" },
        { "updates nothing", m => m.TrainingInfo[0].UpdateBinding.Clear() },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_is_no_step_is_said(string message, Action<ModelProto> change)
    {
        var file = Handmade();
        change(file);
        Assert.Contains(message, Assert.ThrowsAny<NablaException>(() => OnnxTraining.Read(file, StepTests.Ops)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_tells_how_to_begin_anew()
    {
        var ops = new Registry().AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Relu).Assembly).AddAssembly(typeof(Nabla.Plugins.MatMul).Assembly)
            .AddAssembly(typeof(Nabla.Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly).AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly)
            .AddAssembly(typeof(Nabla.Plugins.RandomNormal).Assembly);
        var step = new TrainingStep(ops, Sequential.Mlp([20, 300, 5], "relu"), new SoftmaxCrossEntropy(), new Adam(0.1), 20, seed: 3);
        foreach (var v in step.Program.Updates.Select(u => u.Target.Variable!)) v.Span<float>().Fill(7);
        var file = TrainingExport.Write(step.Program, [step.Logits], [step.Loss], step.Update.State);
        Assert.Empty(ModelChecker.Check(file, ops, full: true));
        var training = OnnxTraining.Read(file, ops);
        Assert.Equal(training.Updated.Select(v => v.Name).Order(), training.Initialize(Nabla.Ops.Cpu.Backend(1)).Select(v => v.Name).Order());
        float[] Of(string name) => training.Updated.Single(v => v.Name == name).Span<float>().ToArray();
        Assert.All(training.Updated.Where(v => step.Update.State.Any(s => s.Name == v.Name)).Select(v => v.Name).Append("fc1.bias"), n => Assert.All(Of(n), v => Assert.Equal(0, v)));
        // He: N(0, 2/20), and 2/300.
        Assert.Equal(0, Of("fc1.weight").Average(), 0.02);
        Assert.Equal(2.0 / 20, Of("fc1.weight").Average(v => v * (double)v), 0.01);
        Assert.Equal(2.0 / 300, Of("fc2.weight").Average(v => v * (double)v), 0.001);
        Assert.NotEqual(Of("fc1.weight")[..5], Of("fc2.weight")[..5]);
    }
}
