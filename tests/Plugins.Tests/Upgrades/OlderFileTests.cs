using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests.Upgrades;

/// <summary>What a version of an op does not have is not written into a file of that version.</summary>
public class OlderFileTests
{
    static readonly Tensor Matrix = Tensor.Of([1f, -2, 3, 4, 5, 6], 2, 3), Index = Tensor.Of([0L, 1, 1], 1, 3), Ones = Tensor.Filled(ElementType.Float32, 1, 1, 3);

    public static TheoryData<string, Op, int, Tensor?[]> Additions => new()
    {
        { "start of Shape", new Nabla.Plugins.Shape(1), 15, [Matrix] },
        { "end of Shape", new Nabla.Plugins.Shape(End: 1), 15, [Matrix] },
        { "a size of 0 elsewhere in Reshape", new Reshape(1), 14, [Tensor.Filled(ElementType.Float32, 0, 0, 3), Tensor.Vector(3L, 0)] },
        { "reduction of ScatterElements", new ScatterElements(0, "add"), 16, [Matrix, Index, Ones] },
        { "another reduction of ScatterElements", new ScatterElements(0, "max"), 18, [Matrix, Index, Ones] },
        { "reduction of ScatterND", new ScatterND("mul"), 16, [Matrix, Tensor.Of([1L], 1, 1), Ones] },
        { "select_last_index of ArgMax", new ArgMax(SelectLastIndex: 1), 12, [Matrix] },
        { "largest of TopK", new TopK(Largest: 0), 11, [Matrix, Tensor.Vector(2L)] },
        { "batch_dims of GatherND", new GatherND(1), 12, [Matrix, Tensor.Of([2L, 0], 2, 1)] },
        { "mode wrap of Pad", new Pad("wrap"), 19, [Matrix, Tensor.Vector(0L, 1, 0, 1)] },
        { "other exponents of Pow", new Pow(), 12, [Matrix, Tensor.Scalar(2L)] },
    };

    [Theory, MemberData(nameof(Additions))]
    public void It_is_refused_below_the_version_that_added_it(string what, Op op, int since, Tensor?[] inputs)
    {
        var constants = Enumerable.Range(1, inputs.Length - 1).ToHashSet();
        // Pow has a body for exponents of another type.
        if (op is Pow) Assert.Equal(Evaluate.Op(OpTable.Ops, op, inputs, constants), OrtOps.Run(OpTable.Ops, op, inputs, constants, since - 1));
        else Assert.Contains($"from opset {since} on", Assert.ThrowsAny<NablaException>(() => OrtOps.Run(OpTable.Ops, op, inputs, constants, since - 1)).Message, StringComparison.Ordinal);
        Assert.True(Evaluate.Op(OpTable.Ops, op, inputs, constants).SequenceEqual(OrtOps.Run(OpTable.Ops, op, inputs, constants, since)), what);
    }

    [Theory, InlineData(7), InlineData(10), InlineData(11), InlineData(21)]
    public void A_product_without_a_bias_is_written_at_any_opset(int opset)
    {
        var op = new Gemm(TransB: 1);
        Assert.Equal(Evaluate.Op(OpTable.Ops, op, [Matrix, Matrix]), OrtOps.Run(OpTable.Ops, op, [Matrix, Matrix], opset: opset));
    }

    [Theory, InlineData(13), InlineData(17), InlineData(18)]
    public void So_are_equal_parts(int opset)
    {
        var op = new Split(1, 2);
        Assert.Equal(Evaluate.Op(OpTable.Ops, op, [Matrix]), OrtOps.Run(OpTable.Ops, op, [Matrix], opset: opset));
    }

    [Fact]
    public void What_an_old_file_says_may_be_written_to_one_again()
    {
        var node = new OldNode("", "Split", 11, [("axis", 1)], Matrix) { Outputs = 3 };
        var graph = OnnxImport.Read(node.ToModel(), OpTable.Ops).Graph;
        using var model = new OrtModel(OnnxExport.Write(graph, new() { Opset = 13 }));
        Assert.Equal([1f, 4], model.Run(Matrix)[0].Span<float>().ToArray());
    }
}
