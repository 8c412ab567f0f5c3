using System.Reflection;
using System.Text.RegularExpressions;
using Nabla.Ops;
using Nabla.Testing;
using Nabla.Training;
using SampleOptimizer;

namespace Nabla.Tests;

/// <summary>The ways to write an op that docs/writing-an-op.md shows: loaded as a plugin is, and checked as an author checks.</summary>
public partial class SampleOpsTests
{
    static string Meta(string key) => typeof(SampleOpsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    static string Document => File.ReadAllText(Path.Combine(Meta("RepositoryRoot"), "docs", "writing-an-op.md"));

    static readonly Registry Ops = Loaded();

    static Registry Loaded()
    {
        var registry = PluginFolder.Load(new(), Path.Combine(Path.GetDirectoryName(Meta("DigitsSample"))!, "plugins"));
        PluginFolder.LoadFile(registry, Meta("SampleOps"));
        return registry;
    }

    [Fact]
    public void The_document_shows_the_files_as_they_are()
    {
        var shown = Marked().Matches(Document);
        Assert.Equal(Regex.Count(Document, "^```csharp", RegexOptions.Multiline), shown.Count);
        foreach (Match block in shown)
        {
            var lines = File.ReadAllLines(Path.Combine(Meta("RepositoryRoot"), "samples", block.Groups["file"].Value));
            Assert.Equal(string.Join('\n', lines).TrimEnd(), block.Groups["code"].Value);
        }
    }

    [Theory]
    [InlineData("Swoosh"), InlineData("Bell"), InlineData("SumOfCubes"), InlineData("MeanAndDeviation"), InlineData("SoftClip")]
    public void An_op_passes_every_check(string name)
    {
        var rows = OpSamples.Of(Ops).Rows.Where(r => r.Op.Schema.Title == $"samples.{name}").ToList();
        Assert.NotEmpty(rows);
        var report = OpCheckRun.Over(Ops, rows, interrupt: TestContext.Current.CancellationToken);
        Assert.True(report.Passed, string.Join('\n', report.Ops.SelectMany(o => o.Samples).Where(s => s.Counts).Select(s => s.ToString())));
        Assert.Contains(report.Ops[0].Samples[0].Findings, f => f.Aspect == Aspect.Onnx && f.Message.Length == 0);
    }

    [Fact]
    public void The_native_library_is_found_beside_the_plugin()
    {
        var library = Path.Combine(Path.GetDirectoryName(Meta("SampleOps"))!, "libsoftclip.so");
        if (!File.Exists(library)) Assert.Skip("libsoftclip.so was not built: there is no C compiler (cc) on this machine, or it is not Linux.");
        var type = Ops.Ops.Single(o => o.Schema.Title == "samples.SoftClip").Schema.OpType;
        Assert.True((bool)type.GetProperty("IsNative")!.GetValue(null)!);
    }

    [Fact]
    public void The_rule_rewrites_where_it_pays_and_says_why_it_does_not_elsewhere()
    {
        Assert.Contains(Ops.Rewrites, r => r.Name == "reassociate");
        var (thin, log, multiplications) = Product(columns: 1);
        Assert.Contains("reassociate: MatMul-13", log, StringComparison.Ordinal);
        Assert.EndsWith(": rewritten", log, StringComparison.Ordinal);
        Assert.Equal(2L * 64 * 64, multiplications);
        var (_, wide, all) = Product(columns: 500);
        Assert.EndsWith("left alone, for it takes 2310144 multiplications as it is and 4096000 the other way round", wide, StringComparison.Ordinal);
        Assert.Equal(64L * 64 * 64 + 64L * 64 * 500, all);
        // (A·B)·v of ones is 64·64.
        Assert.All(thin.Span<float>().ToArray(), v => Assert.Equal(4096, v));
    }

    [Fact]
    public void The_rule_that_asks_for_an_attribute_makes_a_logarithm_finite_along_the_axis_that_it_knows()
    {
        Assert.Contains(Ops.Rewrites, r => r.Name == "log of softmax");
        Assert.Equal([-200f, 0f], LogOfSoftmax(axis: -1));
        Assert.Equal([0f, 0f], LogOfSoftmax(axis: 0));
    }

    static float[] LogOfSoftmax(long axis)
    {
        var program = new Program(Ops);
        var x = program.AddGraph("g").Input("x", ElementType.Float32, Shape.Of(1, 2));
        var y = x.Softmax(axis).Log();
        var run = new CpuBackend(1).Compile(program, [y]);
        run.Input<float>(x)[1] = 200;
        run.Run();
        return run.Output<float>(y).ToArray();
    }

    static (Tensor Result, string Log, long Multiplications) Product(long columns)
    {
        var program = new Program(Ops);
        var graph = program.AddGraph("chain");
        Value A = graph.Input("A", ElementType.Float32, Shape.Of(64, 64)), B = graph.Input("B", ElementType.Float32, Shape.Of(64, 64)), v = graph.Input("v", ElementType.Float32, Shape.Of(64, columns));
        var y = A.MatMul(B).MatMul(v);
        var log = new List<string>();
        Graph? planned = null;
        var backend = new CpuBackend(1) { RewriteLog = log.Add, Log = (_, g) => planned = g };
        var run = backend.Compile(program, [y]);
        foreach (var input in run.Inputs) run.Input<float>(input).Fill(1);
        run.Run();
        return (run.OutputTensor(y), Assert.Single(log), planned!.Nodes.Sum(n => n.Inputs[0]!.Shape.Count.Size * n.Inputs[1]!.Shape[1].Size));
    }

    [Fact]
    public void The_optimizer_moves_each_parameter_by_the_learning_rate_and_learns()
    {
        var (train, test) = Digits.Load();
        var trainer = new Trainer(Ops, new Sequential(new Linear(64, 32), Activation.Relu, new Linear(32, 10)), new SoftmaxCrossEntropy(), new Lion(1.0 / 512), options: new() { BatchSize = train.Count });
        var before = trainer.Parameters.Select(p => p.ToTensor()).ToList();
        trainer.TrainEpoch(train);
        foreach (var (old, now) in before.Zip(trainer.Parameters.Select(p => p.ToTensor())))
            Assert.All(old.ToDoubles().Zip(now.ToDoubles()), p => Assert.True(p.First == p.Second || Math.Abs(Math.Abs(p.First - p.Second) - 1.0 / 512) < 1e-7));

        trainer = new Trainer(Ops, new Sequential(new Linear(64, 32), Activation.Relu, new Linear(32, 10)), new SoftmaxCrossEntropy(), new Lion(1e-3));
        for (int epoch = 0; epoch < 30; epoch++) trainer.TrainEpoch(train);
        Assert.InRange(trainer.Evaluate(test).Accuracy!.Value, 0.9, 1);
    }

    [GeneratedRegex(@"^<!-- samples/(?<file>[\w/]+\.cs), compiled and run by tests/Samples\.Tests -->\n```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Marked();
}
