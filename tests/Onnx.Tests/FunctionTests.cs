using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests;

/// <summary>Functions that a model brings along: their nodes stand in place of the call.</summary>
public class FunctionTests
{
    const string Domain = "com.x";

    static FunctionProto Function(string name, string[] inputs, string[] outputs, params NodeProto[] nodes) => new()
    {
        Name = name,
        Domain = Domain,
        Input = { inputs },
        Output = { outputs },
        Node = { nodes },
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 }, new OperatorSetIdProto { Domain = Domain, Version = 1 } },
    };

    static NodeProto Call(string function, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var node = Models.Node(function, inputs, outputs, attributes);
        node.Domain = Domain;
        return node;
    }

    static AttributeProto Reference(string name, string to, Kind type = Kind.Int) => new() { Name = name, Type = type, RefAttrName = to };

    static ModelProto Model(NodeProto[] nodes, params FunctionProto[] functions) => Models.With(m =>
    {
        m.IrVersion = 10;
        m.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        m.Graph.Node.Clear();
        m.Graph.Node.Add(nodes);
        m.Graph.Output[0].Type = null;
        m.Functions.Add(functions);
    });

    static Graph Read(ModelProto model) => OnnxImport.Read(model, TestOps.Registry()).Graph;

    static string Text(ModelProto model) => string.Join("; ", Read(model).Nodes.Select(n =>
        $"{string.Join(',', n.Outputs.Select(o => o.Name))} = {n.Op.Schema.Name}({string.Join(',', n.Inputs.Select(i => i?.Name))})"));

    static readonly FunctionProto Twice = Function("Twice", ["a"], ["b"], Models.Node("Relu", ["a"], ["t"]), Models.Node("Add", ["t", "t"], ["b"]));

    [Fact]
    public void Two_calls_have_values_of_their_own() => Assert.Equal("Twice_h/t = Relu(x); h = Add(Twice_h/t,Twice_h/t); Twice_y/t = Relu(h); y = Add(Twice_y/t,Twice_y/t)",
        Text(Model([Call("Twice", ["x"], ["h"]), Call("Twice", ["h"], ["y"])], Twice)));

    [Fact]
    public void What_no_plugin_provides_is_looked_for_where_an_import_would_look()
    {
        var foreign = Function("Foreign", ["a"], ["b"], Models.Node("Softplus", ["a"], ["b"]));
        var known = foreign.Clone();
        (known.Domain, known.Name) = ("", "Relu");
        var constant = Models.Node("Constant", [], ["c"], new AttributeProto { Name = "value_float", Type = Kind.Float, F = 1 });
        // Called by nobody, or the body of an op that is registered.
        Assert.Empty(Missing(Model([constant, Models.Node("Relu", ["x"], ["h"]), Models.Node("Add", ["h", "c"], ["y"])], foreign, known)));
        Assert.Equal(["Softplus"], Missing(Model([Call("Outer", ["x"], ["h"]), Call("Outer", ["h"], ["y"])], foreign, Function("Outer", ["a"], ["b"], Call("Foreign", ["a"], ["b"])))));
        Assert.Equal(["com.x.None"], Missing(Model([Call("None", ["x"], ["y"])], foreign)));
        Assert.Empty(Missing(Model([Call("Loop", ["x"], ["y"])], Function("Loop", ["a"], ["b"], Call("Loop", ["a"], ["b"])))));
        var inner = new GraphProto { Name = "g", Node = { Call("Foreign", ["x"], ["i"]) } };
        Assert.Equal(["If", "Softplus"], Missing(Model([Models.Node("If", ["x"], ["y"], new AttributeProto { Name = "then_branch", Type = Kind.Graph, G = inner })], foreign)));

        static string[] Missing(ModelProto model) => ModelOps.Missing(model, TestOps.Registry());
    }

    [Fact]
    public void The_full_check_does_not_mind_a_function_that_nobody_calls() => Assert.DoesNotContain(
        ModelChecker.Check(Model([Models.Node("Relu", ["x"], ["y"])], Function("Foreign", ["a"], ["b"], Models.Node("Softplus", ["a"], ["b"]))), TestOps.Registry(), full: true),
        f => f.Message.Contains("not inferred", StringComparison.Ordinal));

    [Fact]
    public void Functions_call_functions() => Assert.Equal("Outer_y/Twice_b/t = Relu(x); Outer_y/b = Add(Outer_y/Twice_b/t,Outer_y/Twice_b/t); y = Relu(Outer_y/b)",
        Text(Model([Call("Outer", ["x"], ["y"])], Twice, Function("Outer", ["a"], ["c"], Call("Twice", ["a"], ["b"]), Models.Node("Relu", ["b"], ["c"])))));

    [Fact]
    public void The_names_of_a_body_are_not_those_of_the_file() => Assert.Equal("F/t = Relu(x); F/t_2 = Relu(x); y = Add(F/t_2,F/t_2)", Text(Model(
        [Models.Node("Relu", ["x"], ["F/t"]), Named(Call("Twice", ["x"], ["y"]), "F")], Twice)));

    static NodeProto Named(NodeProto node, string name)
    {
        node.Name = name;
        return node;
    }

    [Fact]
    public void An_overload_picks_the_body()
    {
        var other = Function("Twice", ["a"], ["b"], Models.Node("Relu", ["a"], ["b"]));
        other.Overload = "once";
        var call = Call("Twice", ["x"], ["y"]);
        call.Overload = "once";
        Assert.Equal("y = Relu(x)", Text(Model([call], Twice, other)));
    }

    [Fact]
    public void Attributes_come_from_the_call_or_are_the_defaults_or_left_out()
    {
        var f = Function("S", ["a"], ["b"], Models.Node("Softmax", ["a"], ["b"], Reference("axis", "dim")));
        f.AttributeProto.Add(Models.Int("dim", 0));
        Assert.Equal([new Softmax(1), new Softmax(0)], Read(Model([Call("S", ["x"], ["h"], Models.Int("dim", 1)), Call("S", ["h"], ["y"])], f)).Nodes.Select(n => n.Op));
        f.AttributeProto.Clear();
        f.Attribute.Add("dim");
        Assert.Equal(new Softmax(-1), Read(Model([Call("S", ["x"], ["y"])], f)).Nodes[0].Op);
    }

    [Fact]
    public void References_pass_through_nested_calls()
    {
        var inner = Function("S", ["a"], ["b"], Models.Node("Softmax", ["a"], ["b"], Reference("axis", "dim")));
        inner.Attribute.Add("dim");
        var outer = Function("T", ["a"], ["b"], Call("S", ["a"], ["b"], Reference("dim", "along")));
        outer.Attribute.Add("along");
        Assert.Equal(new Softmax(0), Read(Model([Call("T", ["x"], ["y"], Models.Int("along", 0))], inner, outer)).Nodes[0].Op);
    }

    [Fact]
    public void Inputs_may_be_left_out_and_handed_through()
    {
        var f = Function("C", ["a", "low", "high"], ["b", "same"], Models.Node("Clip", ["a", "low", "high"], ["b"]));
        f.Output[1] = "a";
        var graph = Read(Model([Call("C", ["x"], ["h", "y"])], f));
        Assert.Equal(["Clip", "Identity"], graph.Nodes.Select(n => n.Op.Schema.Name));
        Assert.Equal("y", graph.Outputs[0].Name);
        Assert.Single(graph.Nodes[0].Inputs);
    }

    [Fact]
    public void A_function_means_the_operator_sets_that_it_imports()
    {
        var f = Function("S", ["a"], ["b"], Models.Node("Softmax", ["a"], ["b"]));
        var model = Model([Call("S", ["x"], ["y"])], f);
        model.OpsetImport[0].Version = 12;
        Assert.Equal(new Softmax(), Read(model).Nodes[0].Op);
        f.OpsetImport[0].Version = 12;
        Assert.Contains("from version 13 on; opset 12", Assert.ThrowsAny<NablaException>(() => Read(Model([Call("S", ["x"], ["y"])], f))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registered_op_is_itself() => Assert.Equal("y = Relu(x)", Text(Models.With(m =>
        m.Functions.Add(new FunctionProto { Name = "Relu", Domain = "", Input = { "a" }, Output = { "b" }, Node = { Models.Node("Add", ["a", "a"], ["b"]) } }))));

    public static TheoryData<string, ModelProto> Refusals => new()
    {
        { "functions call themselves: 'A' calls 'B' calls 'A'", Model([Call("A", ["x"], ["y"])], Function("A", ["a"], ["b"], Call("B", ["a"], ["b"])), Function("B", ["a"], ["b"], Call("A", ["a"], ["b"]))) },
        { "is defined twice", Model([Call("Twice", ["x"], ["y"])], Twice, Twice) },
        { "has 2 inputs and 1 outputs; the function has 1 and 1", Model([Call("Twice", ["x", "x"], ["y"])], Twice) },
        { "attribute 'k', which the function does not", Model([Call("Twice", ["x"], ["y"], Models.Int("k", 1))], Twice) },
        { "refers to its attribute 'k', which it does not declare", Model([Call("F", ["x"], ["y"])], Function("F", ["a"], ["b"], Models.Node("Softmax", ["a"], ["b"], Reference("axis", "k")))) },
        { "reads 'x', which no input or node before it defines", Model([Call("F", ["x"], ["y"])], Function("F", ["a"], ["b"], Models.Node("Relu", ["x"], ["b"]))) },
        { "no node of the function computes 'b'", Model([Call("F", ["x"], ["y"])], Function("F", ["a"], ["b"], Models.Node("Relu", ["a"], ["c"]))) },
        { "Node 'F_y/Foo_b' (Foo)", Model([Call("F", ["x"], ["y"])], Function("F", ["a"], ["b"], Models.Node("Foo", ["a"], ["b"]))) },
        { "nodes or 256 MiB", Model([Call("F0", ["x"], ["y"])], [.. Enumerable.Range(0, 20).Select(Doubling)]) },
        { "nest deeper than 100", Model([Call("F0", ["x"], ["y"])], [.. Enumerable.Range(0, 200).Select(i => Function($"F{i}", ["a"], ["b"], Call($"F{i + 1}", ["a"], ["b"])))]) },
        { "Node 'F_y/If_b' (If): attribute 'then_branch' is a graph; control flow is not supported", Model([Call("F", ["x"], ["y"])],
            Function("F", ["a"], ["b"], Models.Node("If", ["a"], ["b"], new AttributeProto { Name = "then_branch", Type = Kind.Graph, G = new() }))) },
    };

    // 2²⁰ nodes from twenty functions.
    static FunctionProto Doubling(int i) => i == 19 ? Function("F19", ["a"], ["b"], Models.Node("Relu", ["a"], ["b"]))
        : Function($"F{i}", ["a"], ["c"], Call($"F{i + 1}", ["a"], ["b"]), Call($"F{i + 1}", ["b"], ["c"]));

    [Theory, MemberData(nameof(Refusals))]
    public void What_cannot_be_written_out_is_refused_by_name(string part, ModelProto model)
    {
        var error = Assert.ThrowsAny<NablaException>(() => Read(model));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }
}
