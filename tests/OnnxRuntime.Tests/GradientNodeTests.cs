using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests;

/// <summary>ONNX's Gradient: read as adjoint nodes, it gives what our own adjoint gives.</summary>
public class GradientNodeTests
{
    const string Domain = "ai.onnx.preview.training";

    static AttributeProto Texts(string name, params string[] texts) => new() { Name = name, Type = Kind.Strings, Strings = { texts.Select(Google.Protobuf.ByteString.CopyFromUtf8) } };

    static NodeProto Gradient(string[] xs, string y, string[] inputs, string[] outputs, params string[] zs)
    {
        var node = Models.Node("Gradient", inputs, outputs, Texts("xs", xs), new AttributeProto { Name = "y", Type = Kind.String, S = Google.Protobuf.ByteString.CopyFromUtf8(y) });
        if (zs.Length > 0) node.Attribute.Add(Texts("zs", zs));
        node.Domain = Domain;
        return node;
    }

    // Inputs of 3 floats, or scalars.
    static ModelProto Model(string[] inputs, string[] outputs, NodeProto[] nodes, long[]? sizes = null)
    {
        var model = new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 }, new OperatorSetIdProto { Domain = Domain, Version = 1 } }, Graph = new() { Name = "g" } };
        model.Graph.Input.Add(inputs.Select(i => Models.Info(i, 1, sizes ?? [3])));
        model.Graph.Output.Add(outputs.Select(o => Models.Info(o, 1, sizes ?? [3])));
        model.Graph.Node.Add(nodes);
        return model;
    }

    static float[][] Run(ModelProto model, params float[][] fed)
    {
        Assert.DoesNotContain(ModelChecker.Check(model, StepTests.Ops, full: true), f => f.Severity == Severity.Error);
        var graph = OnnxImport.Read(model, StepTests.Ops).Graph;
        var run = Nabla.Ops.Cpu.Backend(1).Compile(graph.Program, graph.Outputs);
        var inputs = graph.Inputs.Where(i => i.Kind == ValueKind.Input).ToList();
        for (int i = 0; i < fed.Length; i++) fed[i].CopyTo(run.Input<float>(inputs[i]));
        run.Run();
        // What is written again is sound, and says the same.
        Assert.Empty(ModelChecker.Check(OnnxExport.Write(graph), StepTests.Ops, full: true));
        return [.. graph.Outputs.Select(o => run.Output<float>(o).ToArray())];
    }

    [Fact]
    public void It_is_our_adjoint()
    {
        // y = Σ relu(a·b)·b
        NodeProto[] forward = [Models.Node("Mul", ["a", "b"], ["p"]), Models.Node("Relu", ["p"], ["r"]), Models.Node("Mul", ["r", "b"], ["q"]), Models.Node("ReduceSum", ["q"], ["y"], Models.Int("keepdims", 0))];
        var results = Run(Model(["a", "b"], ["da", "db"], [.. forward, Gradient(["a", "b"], "y", ["a", "b"], ["da", "db"])]), [1, -2, 3], [2, 5, -1]);
        var plain = Model(["a", "b"], ["y"], forward);
        plain.Graph.Output[0] = Models.Info("y", 1);
        var graph = OnnxImport.Read(plain, StepTests.Ops).Graph;
        var adjoint = Adjoint.Of(graph.Outputs[0], [.. graph.Inputs]);
        Value[] wanted = [.. graph.Inputs.Select(x => adjoint[x])];
        var run = Nabla.Ops.Cpu.Backend(1).Compile(graph.Program, wanted);
        ((float[])[1, -2, 3]).CopyTo(run.Input<float>(graph.Inputs[0]));
        ((float[])[2, 5, -1]).CopyTo(run.Input<float>(graph.Inputs[1]));
        run.Run();
        Assert.Equal(wanted.Select(w => run.Output<float>(w).ToArray()), results);
        // ∂y/∂a = b², where a·b > 0
        Assert.Equal([4, 0, 0], results[0]);
    }

    [Fact]
    public void Fed_with_other_tensors_it_is_the_derivative_there()
    {
        // ∂(Σ x·x·w)/∂x at z, with w as it is: 2·z·w
        var results = Run(Model(["x", "z", "w"], ["d", "y"], [Models.Node("Mul", ["x", "x"], ["s"]), Models.Node("Mul", ["s", "w"], ["y"]), Gradient(["x"], "y", ["z", "w"], ["d"], "w")]),
            [1, 1, 1], [2, 3, 4], [1, 10, 100]);
        Assert.Equal([4, 60, 800], results[0]);
        Assert.Equal([1, 10, 100], results[1]);
    }

    [Fact]
    public void Derivatives_of_derivatives()
    {
        // x³ at 2: 12, 12
        var results = Run(Model(["x"], ["d", "dd"], [Models.Node("Mul", ["x", "x"], ["s"]), Models.Node("Mul", ["s", "x"], ["y"]), Gradient(["x"], "y", ["x"], ["d"]), Gradient(["x"], "d", ["x"], ["dd"])], []), [2]);
        Assert.Equal([[12], [12]], results);
    }

    [Fact]
    public void What_y_does_not_depend_on_has_zeros_and_outputs_may_be_left_out() =>
        Assert.Equal([[0, 0, 0], [2, 4, 6]], Run(Model(["x", "z"], ["dz", "s"], [Models.Node("Relu", ["x"], ["y"]), Models.Node("Add", ["x", "z"], ["s"]), Gradient(["x", "z"], "y", ["x", "z"], ["", "dz"])]), [1, 2, 3], [1, 2, 3]));

    [Fact]
    public void An_inner_tensor_is_as_good_as_an_input() =>
        Assert.Equal([[6, 12, 18]], Run(Model(["x"], ["d"], [Models.Node("Add", ["x", "x"], ["h"]), Models.Node("Add", ["x", "h"], ["k"]), Models.Node("Mul", ["k", "k"], ["y"]), Gradient(["k"], "y", ["k"], ["d"])]), [1, 2, 3]));

    [Fact]
    public void Derivatives_of_derivatives_end_somewhere()
    {
        NodeProto[] nodes = [Models.Node("Tanh", ["x"], ["d0"]), .. Enumerable.Range(0, 40).Select(i => Gradient(["x"], $"d{i}", ["x"], [$"d{i + 1}"]))];
        var error = Assert.ThrowsAny<NablaException>(() => OnnxImport.Read(Model(["x"], ["d40"], nodes), StepTests.Ops));
        Assert.Contains("have more than 100000 nodes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_function_it_names_tensors_of_the_function()
    {
        var function = new FunctionProto
        {
            Name = "Slope",
            Domain = "com.x",
            Input = { "a" },
            Output = { "g" },
            OpsetImport = { new OperatorSetIdProto { Version = 17 }, new OperatorSetIdProto { Domain = Domain, Version = 1 } },
            Node = { Models.Node("Mul", ["a", "a"], ["s"]), Gradient(["a"], "s", ["a"], ["g"]) },
        };
        var call = Models.Node("Slope", ["x"], ["d"]);
        call.Domain = "com.x";
        var model = Model(["x"], ["d"], [call]);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.x", Version = 1 });
        model.Functions.Add(function);
        Assert.Equal([[2, 4, 6]], Run(model, [1, 2, 3]));
    }

    public static TheoryData<string, NodeProto> Refusals => new()
    {
        { "'nowhere' of its xs is no input, initializer or output of a node before it", Gradient(["nowhere"], "y", ["x"], ["d"]) },
        { "'nowhere' of its y is no input", Gradient(["x"], "nowhere", ["x"], ["d"]) },
        { "has 2 inputs and 1 outputs; its xs and zs name 1 tensors", Gradient(["x"], "y", ["x", "x"], ["d"]) },
        { "lacks the attribute 'xs'", Gradient([], "y", [], ["d"]) },
        { "only floating-point values have derivatives", Gradient(["x"], "n", ["x"], ["d"]) },
        { "stands for x: f32[3]; give a tensor of the same type", Gradient(["x"], "y", ["n"], ["d"]) },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_be_is_said(string message, NodeProto node)
    {
        var model = Model(["x"], ["d"], [Models.Node("Relu", ["x"], ["y"]), Models.Node("Shape", ["x"], ["n"]), node]);
        var error = Assert.ThrowsAny<NablaException>(() => OnnxImport.Read(model, StepTests.Ops));
        Assert.StartsWith("Node 'Gradient_d' (ai.onnx.preview.training.Gradient)", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
