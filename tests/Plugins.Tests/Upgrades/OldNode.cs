using Google.Protobuf;
using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests.Upgrades;

/// <summary>One row of the table: a node as a file of an older opset holds it, and what it must give.</summary>
public sealed record OldNode(string Name, string Op, int Opset, (string Name, object Value)[] Attributes, params Tensor[] Inputs)
{
    /// <summary>How many outputs the node names.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>The positions of inputs that are stored in the file rather than fed.</summary>
    public IReadOnlySet<int> Stored { get; init; } = new HashSet<int>();

    /// <summary>The inputs that are fed.</summary>
    public Tensor[] Fed => [.. Inputs.Where((_, i) => !Stored.Contains(i))];

    /// <summary>A node that says the same and that ONNX Runtime has a kernel for; by default this one.</summary>
    public OldNode? As { get; init; }

    /// <summary>What it gives, where ONNX Runtime has no kernel for anything that says the same.</summary>
    public Func<Tensor[]>? Gives { get; init; }

    /// <summary>False if it has no slope.</summary>
    public bool Differentiable { get; init; } = true;

    /// <summary>Why it needs the sizes of its inputs when it is read, or null.</summary>
    public string? NeedsSizes { get; init; }

    /// <summary>Why it cannot be written to a newer file that ONNX Runtime takes, or null.</summary>
    public string? NotRewritten { get; init; }

    /// <summary>A file with this node alone: x0, x1, … to y0, y1, ….</summary>
    /// <param name="symbolic">True for a symbol S3 in place of each size 3.</param>
    public ModelProto ToModel(bool symbolic = false)
    {
        var node = new NodeProto { OpType = Op, Name = "node", Input = { Inputs.Select((_, i) => $"x{i}") }, Output = { Enumerable.Range(0, Outputs).Select(k => $"y{k}") } };
        node.Attribute.Add(Attributes.Select(Attribute));
        var graph = new GraphProto { Name = "g", Node = { node }, Output = { Enumerable.Range(0, Outputs).Select(k => new ValueInfoProto { Name = $"y{k}" }) } };
        for (int i = 0; i < Inputs.Length; i++)
        {
            if (Stored.Contains(i))
            {
                graph.Initializer.Add(new TensorProto { Name = $"x{i}", DataType = (int)Inputs[i].Element, Dims = { Inputs[i].Dims.ToArray() }, RawData = ByteString.CopyFrom(Inputs[i].Bytes) });
                continue;
            }
            var shape = new TensorShapeProto();
            foreach (long d in Inputs[i].Dims) shape.Dim.Add(symbolic && d != 1 ? new TensorShapeProto.Types.Dimension { DimParam = $"S{d}" } : new() { DimValue = d });
            graph.Input.Add(new ValueInfoProto { Name = $"x{i}", Type = new() { TensorType = new() { ElemType = (int)Inputs[i].Element, Shape = shape } } });
        }
        return new() { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } }, Graph = graph };
    }

    /// <summary>The same node on float64.</summary>
    public OldNode Wide() => this with { Inputs = [.. Inputs.Select(t => t.Element == ElementType.Float32 ? Tensor.Of([.. t.Span<float>().ToArray().Select(v => (double)v)], t.Dims) : t)] };

    static AttributeProto Attribute((string Name, object Value) a)
    {
        var proto = new AttributeProto { Name = a.Name };
        switch (a.Value)
        {
            case int v: (proto.Type, proto.I) = (Kind.Int, v); break;
            case float v: (proto.Type, proto.F) = (Kind.Float, v); break;
            case string v: (proto.Type, proto.S) = (Kind.String, ByteString.CopyFromUtf8(v)); break;
            case int[] v: proto.Type = Kind.Ints; proto.Ints.AddRange(v.Select(i => (long)i)); break;
            default: throw new ArgumentException($"attribute '{a.Name}'");
        }
        return proto;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
