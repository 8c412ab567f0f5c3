using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;

namespace Nabla.Tests;

/// <summary>What campaigns found, made small, and what lay beside it: numbers of dimensions and outputs that a file merely claims.</summary>
public class FoundFiles
{
    const long Billion = 1_000_000_000;

    public static TheoryData<string, string> Ops => new()
    {
        { "Reshape", "x,s" }, { "Expand", "x,s" }, { "ConstantOfShape", "s" }, { "Unsqueeze", "x,s" }, { "Squeeze", "x,s" }, { "Split", "x,s" },
    };

    // Shapes, axes and sizes that are fed: each would be an unknown dimension.
    [Theory, MemberData(nameof(Ops))]
    public void A_vector_of_a_billion_sizes_is_refused(string op, string inputs)
    {
        var node = new NodeProto { OpType = op, Name = "n", Input = { inputs.Split(',') }, Output = { "y" } };
        Refused(Model(node, Info("x", 1, 2, 3), Info("s", 7, Billion)));
    }

    [Theory, InlineData(Billion, "num_outputs from 1 to 100000"), InlineData(5, "gives 5 outputs but names 1")]
    public void A_split_into_more_parts_than_the_node_names_is_refused(long parts, string rule)
    {
        var node = new NodeProto { OpType = "Split", Name = "n", Input = { "x" }, Output = { "y" }, Attribute = { new AttributeProto { Name = "num_outputs", Type = AttributeProto.Types.AttributeType.Int, I = parts } } };
        Assert.Contains(rule, Refused(Model(node, Info("x", 1, 0, 3))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_diagonal_of_a_huge_matrix_lists_no_indices()
    {
        var equation = new AttributeProto { Name = "equation", Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8("ii->i") };
        Assert.Null(Trial.Of(Model(new NodeProto { OpType = "Einsum", Name = "n", Input = { "x" }, Output = { "y" }, Attribute = { equation } }, Info("x", 1, Billion, Billion)).ToByteArray()).Failure);
    }

    static string Refused(ModelProto model)
    {
        Assert.Null(Trial.Of(model.ToByteArray()).Failure);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.ThrowsAny<NablaException>(() => OnnxImport.Read(model, GoodModels.Ops));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        return error.Message;
    }

    static ModelProto Model(NodeProto node, params ValueInfoProto[] inputs) => new()
    {
        IrVersion = 10,
        OpsetImport = { new OperatorSetIdProto { Version = 21 } },
        Graph = new() { Name = "g", Input = { inputs }, Node = { node }, Output = { new ValueInfoProto { Name = "y" } } },
    };

    static ValueInfoProto Info(string name, int element, params long[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (long d in dims) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = d });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = element, Shape = shape } } };
    }
}
