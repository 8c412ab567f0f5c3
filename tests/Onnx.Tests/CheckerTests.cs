using System.Diagnostics;
using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>The checker, rule by rule, and against ONNX's own.</summary>
public class CheckerTests
{
    public static TheoryData<string> Names => [.. CheckerCase.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Each_rule(string name)
    {
        var test = CheckerCase.All.Single(c => c.Name == name);
        var errors = ModelChecker.Check(test.Model(), TestOps.Registry()).Where(f => f.Severity == Severity.Error).ToList();
        if (test.Finding is null) Assert.Empty(errors);
        else Assert.Contains(errors, e => e.Message.Contains(test.Finding, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.EndsWith(".", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Findings_name_the_node() =>
        Assert.Equal("error: node 'Relu_y': unknown op 'Foo' at version 17; neither ONNX nor a plugin has it.", ModelChecker.Check(Models.With(m => m.Graph.Node[0].OpType = "Foo"), TestOps.Registry()).Single().ToString());

    [Fact]
    public void All_findings_are_reported() => Assert.Equal(3, ModelChecker.Check(Models.With(m =>
    {
        m.Graph.Name = "";
        m.Graph.Input[0].Type = null;
        m.Graph.Node[0].OpType = "";
    })).Count);

    [Fact]
    public void Without_a_registry_ops_are_not_looked_up() => Assert.Empty(ModelChecker.Check(Models.With(m => m.Graph.Node[0].OpType = "Foo")));

    [Fact]
    public void The_full_check_infers_types()
    {
        var model = Models.With(m => m.Graph.Output[0] = Models.Info("y", 1, 2, 4));
        Assert.Empty(ModelChecker.Check(model, TestOps.Registry()));
        Assert.Contains("declares 'y' as f32[2,4]", ModelChecker.Check(model, TestOps.Registry(), full: true).Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_full_check_infers_training_steps_too()
    {
        CheckerCase Case(string name) => CheckerCase.All.Single(c => c.Name == name);
        Assert.Empty(ModelChecker.Check(Case("an initialization").Model(), TestOps.Registry(), full: true));
        var model = Case("an initialization").Model();
        var algorithm = model.TrainingInfo[0].Algorithm;
        // Sound as far as it is declared: N may be 2.
        algorithm.Output[0].Type.TensorType.Shape.Dim[0].DimParam = "N";
        algorithm.Initializer.Add(Models.Floats("v", 1, 2, 3));
        algorithm.Node[0].Input[0] = "v";
        Assert.Empty(ModelChecker.Check(model, TestOps.Registry()));
        Assert.Equal("error: update_binding sets 'w', f32[2], to 'w2', which is f32[3].", ModelChecker.Check(model, TestOps.Registry(), full: true).Single().ToString());
        model.TrainingInfo[0].Initialization.Node[0].OpType = "MatMul";
        model.TrainingInfo[0].Initialization.Node[0].Input.Add("one");
        Assert.StartsWith("the initialization of a training step: ", ModelChecker.Check(model, TestOps.Registry(), full: true)[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_plugin_provides_is_told_not_condemned()
    {
        var findings = ModelChecker.Check(Models.With(m => m.Graph.Node[0].OpType = "Softplus"), TestOps.Registry(), full: true);
        Assert.Equal(["warning: node 'Relu_y': no plugin provides 'Softplus': its inputs, outputs and attributes are not checked.",
            "warning: types and shapes are not inferred: no plugin provides Softplus."], findings.Select(f => f.ToString()));
    }

    [Fact]
    public void There_are_enough_models() => Assert.InRange(CheckerCase.All.Length, 100, 1000);

    [Theory, InlineData(100, true), InlineData(101, false), InlineData(5000, false)]
    public void Calls_of_functions_nest_to_a_limit(int depth, bool isSound)
    {
        var model = Models.With(m =>
        {
            m.OpsetImport.Add(new OperatorSetIdProto { Domain = "f", Version = 1 });
            for (int i = 0; i < depth; i++)
            {
                var inner = i + 1 < depth ? Models.Node($"F{i + 1}", ["a"], ["b"]) : Models.Node("Relu", ["a"], ["b"]);
                if (i + 1 < depth) inner.Domain = "f";
                m.Functions.Add(new FunctionProto { Name = $"F{i}", Domain = "f", Input = { "a" }, Output = { "b" }, Node = { inner }, OpsetImport = { m.OpsetImport } });
            }
        });
        Assert.Equal(isSound, ModelChecker.Check(model, TestOps.Registry()).Count == 0);
    }

    const string Script = """
        import sys, glob, os, onnx
        for path in sorted(glob.glob(os.path.join(sys.argv[1], '*.onnx'))):
            try:
                onnx.checker.check_model(onnx.load(path, load_external_data=False))
                print(os.path.basename(path), 'ok')
            except Exception as e:
                print(os.path.basename(path), 'bad', type(e).__name__, str(e).split('\n')[0][:200])
        """;

    [Fact]
    public void The_verdicts_are_those_of_onnx()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python), $"there is no {python}");
        var (found, version) = Run(python, "-c", "import onnx; print(onnx.__version__)");
        Assert.SkipUnless(found == 0, "Python has no package onnx");
        Assert.SkipUnless(version.StartsWith("1.12.", StringComparison.Ordinal), $"the noted differences are those of onnx 1.12; this is {version.Trim()}");
        var folder = Directory.CreateTempSubdirectory("nabla-checker-").FullName;
        try
        {
            for (int i = 0; i < CheckerCase.All.Length; i++) File.WriteAllBytes(Path.Combine(folder, $"{i:000}.onnx"), CheckerCase.All[i].Model().ToByteArray());
            var (code, text) = Run(python, "-c", Script, folder);
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(code == 0 && lines.Length == CheckerCase.All.Length, text);
            var wrong = CheckerCase.All.Zip(lines).Where(p => p.Second.Split(' ')[1] == "ok" != (p.First.Onnx?.Accepts ?? p.First.Finding is null)).Select(p => $"{p.First.Name}: {p.Second}").ToList();
            Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + (process.ExitCode == 0 ? "" : errors.Result));
    }
}
