using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Onnx;

/// <summary>Writes what training begins with, as a graph without inputs that gives a value for each variable.</summary>
static class InitializationExport
{
    /// <summary>Adds the graph and its bindings.</summary>
    /// <param name="training">Where they go.</param>
    /// <param name="variables">The variables, each with its rule.</param>
    public static void Write(TrainingInfoProto training, IEnumerable<(Variable Variable, FirstValue First)> variables)
    {
        foreach (var (variable, first) in variables)
        {
            training.Initialization ??= new() { Name = "initialization" };
            var name = $"{variable.Name}.initial";
            var node = new NodeProto { Name = name, Output = { name } };
            long[] sizes = variable.Type.Shape.ToSizes();
            switch (first)
            {
                case FirstValue.Normal normal: Draw(node, "RandomNormal", sizes, variable.Type.Element, normal.Seed, Number("scale", normal.Deviation)); break;
                case FirstValue.Uniform uniform:
                    Draw(node, "RandomUniform", sizes, variable.Type.Element, uniform.Seed, Number("low", -uniform.Bound), Number("high", uniform.Bound));
                    break;
                case FirstValue.Constant constant: Fill(node, training.Initialization, variable, sizes, constant.Value); break;
            }
            training.Initialization.Node.Add(node);
            training.Initialization.Output.Add(TypeCodec.Write(name, variable.Type, new Dictionary<string, string>()));
            training.InitializationBinding.Add(new StringStringEntryProto { Key = variable.Name, Value = name });
        }
    }

    static void Draw(NodeProto node, string op, long[] sizes, ElementType element, long seed, params ReadOnlySpan<AttributeProto> numbers)
    {
        node.OpType = op;
        node.Attribute.Add(new AttributeProto { Name = "shape", Type = Kind.Ints, Ints = { sizes } });
        if (element != ElementType.Float32) node.Attribute.Add(new AttributeProto { Name = "dtype", Type = Kind.Int, I = (long)element });
        foreach (var number in numbers) node.Attribute.Add(number);
        node.Attribute.Add(Number("seed", seed));
    }

    static void Fill(NodeProto node, GraphProto graph, Variable variable, long[] sizes, float value)
    {
        var shape = $"{variable.Name}.shape";
        graph.Initializer.Add(TensorWriter.Write(Tensor.Vector<long>(sizes), shape));
        node.OpType = "ConstantOfShape";
        node.Input.Add(shape);
        node.Attribute.Add(new AttributeProto { Name = "value", Type = Kind.Tensor, T = TensorWriter.Write(Tensor.Filled(variable.Type.Element, value, [1])) });
    }

    static AttributeProto Number(string name, double value) => new() { Name = name, Type = Kind.Float, F = (float)value };
}
