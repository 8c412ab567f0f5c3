using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class ShapingSamples : IOpSamples
{
    static readonly IReadOnlySet<int> First = new HashSet<int> { 0 }, Second = new HashSet<int> { 1 }, AllBut0 = new HashSet<int> { 1, 2, 3, 4 };

    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        new("Reshape", new Reshape(), InputSpec.Float(4, 6), InputSpec.Ints(3, 8)) { Constant = Second },
        new("Reshape rest", new Reshape(), InputSpec.Float(4, 6), InputSpec.Ints(-1, 3)) { Constant = Second },
        new("Reshape kept", new Reshape(), InputSpec.Float(4, 6), InputSpec.Ints(0, 2, -1)) { Constant = Second },
        new("Reshape to a scalar", new Reshape(), InputSpec.Float(1, 1), InputSpec.Of(Tensor.Of(Array.Empty<long>(), 0))) { Constant = Second },
        new("Transpose", new Transpose(), InputSpec.Float(5, 9)), new("Transpose large", new Transpose(), InputSpec.Float(130, 257)),
        new("Transpose perm", new Transpose([1, 2, 0]), InputSpec.Float(3, 4, 5)), new("Transpose bool", new Transpose(), InputSpec.Bools(5, 9)) { Differentiable = false },
        new("Expand", new Expand(), InputSpec.Float(3, 1), InputSpec.Ints(2, 3, 4)) { Constant = Second },
        new("Expand not at all", new Expand(), InputSpec.Float(3, 4), InputSpec.Ints(1)) { Constant = Second },
        new("Shape", new Shape(), InputSpec.Float(3, 4, 5)) { Differentiable = false },
        new("Shape part", new Shape(-1, 1), InputSpec.Float(3, 4, 5)) { Differentiable = false },
        new("Size", new Size(), InputSpec.Float(3, 4)) { Differentiable = false },
        new("Flatten", new Flatten(), InputSpec.Float(2, 3, 4)), new("Flatten all", new Flatten(0), InputSpec.Float(2, 3, 4)),
        new("Squeeze", new Squeeze(), InputSpec.Float(1, 3, 1, 4), InputSpec.Ints(0, -2)) { Constant = Second },
        new("Squeeze every", new Squeeze(), InputSpec.Float(1, 3, 1, 4)),
        new("Unsqueeze", new Unsqueeze(), InputSpec.Float(3, 4), InputSpec.Ints(0, -1)) { Constant = Second },
        new("Constant", new Constant(Tensor.Vector(1f, 2f))) { Differentiable = false },
        new("OneHot", new OneHot(), InputSpec.Ints(0, 2, 1), InputSpec.Of(Tensor.Scalar(3L)), InputSpec.Of(Tensor.Vector(0f, 1f))) { Constant = Second, Differentiable = false },
        new("OneHot axis 0", new OneHot(0), InputSpec.Ints(0, 2, -1), InputSpec.Of(Tensor.Scalar(3L)), InputSpec.Of(Tensor.Vector(-1f, 4f))) { Constant = Second, Differentiable = false },
        new("OneHot of floats", new OneHot(), InputSpec.Ints(0, 2, 1), InputSpec.Of(Tensor.Scalar(3L)), InputSpec.Float(2)) { Constant = Second },
        new("ConstantOfShape", new ConstantOfShape(Tensor.Vector(2.5f)), InputSpec.Ints(3, 4)) { Constant = First, Differentiable = false },
        new("ConstantOfShape zeros", new ConstantOfShape(), InputSpec.Ints(5)) { Constant = First, Differentiable = false },
        new("Concat", new Concat(0), InputSpec.Float(2, 3), InputSpec.Float(1, 3), InputSpec.Float(4, 3)), new("Concat columns", new Concat(-1), InputSpec.Float(2, 3), InputSpec.Float(2, 5)),
        new("Concat of one", new Concat(0), InputSpec.Float(2, 3)),
        new("Split", new Split(1), InputSpec.Float(3, 7), InputSpec.Ints(2, 4, 1)) { Constant = Second }, new("Split even", new Split(0, 3), InputSpec.Float(7, 2)),
        new("Slice", new Slice(), InputSpec.Float(6, 9), InputSpec.Ints(1, 2), InputSpec.Ints(5, -1)) { Constant = AllBut0 },
        new("Slice of an axis by steps", new Slice(), InputSpec.Float(6, 9), InputSpec.Ints(0), InputSpec.Ints(9), InputSpec.Ints(1), InputSpec.Ints(2)) { Constant = AllBut0 },
        new("Slice backwards", new Slice(), InputSpec.Float(6, 9), InputSpec.Ints(-1), InputSpec.Ints(-100), InputSpec.Ints(0), InputSpec.Ints(-1)) { Constant = AllBut0 },
        new("Gather", new Gather(), InputSpec.Float(5, 3), InputSpec.Ints(4, 0, 0, -1)), new("Gather columns", new Gather(1), InputSpec.Float(3, 5), InputSpec.Of(Tensor.Of([1L, 0, 4, 4], 2, 2))),
        new("Gather one", new Gather(), InputSpec.Float(5, 3), InputSpec.Of(Tensor.Scalar(2L))),
        new("GatherElements", new GatherElements(1), InputSpec.Float(3, 4), InputSpec.Of(Tensor.Of([0L, 3, 1, 1, -1, 0], 3, 2))),
        new("GatherND", new GatherND(), InputSpec.Float(3, 4, 2), InputSpec.Of(Tensor.Of([0L, 3, 2, 1], 2, 2))),
        new("GatherND of a batch", new GatherND(1), InputSpec.Float(2, 4, 3), InputSpec.Of(Tensor.Of([0L, 3, -1, 0, 0, 0], 2, 3, 1))),
        new("GatherND of two batches", new GatherND(2), InputSpec.Float(2, 3, 4, 2), InputSpec.Of(Tensor.Of([0L, 1, 3, 0, 2, 1, 0, 1, 1, 1, 2, 0], 2, 3, 2))),
        new("ScatterElements", new ScatterElements(1), InputSpec.Float(3, 4), InputSpec.Of(Tensor.Of([0L, 3, 1, 2, 3, 0], 3, 2)), InputSpec.Float(3, 2)),
        new("ScatterElements adding", new ScatterElements(1, "add"), InputSpec.Float(3, 4), InputSpec.Of(Tensor.Of([0L, 0, 1, 1, -1, 0], 3, 2)), InputSpec.Float(3, 2)),
        new("ScatterND", new ScatterND(), InputSpec.Float(5, 3), InputSpec.Of(Tensor.Of([4L, 1], 2, 1)), InputSpec.Float(2, 3)),
        new("ScatterND adding", new ScatterND("add"), InputSpec.Float(5, 3), InputSpec.Of(Tensor.Of([4L, 1, 4], 3, 1)), InputSpec.Float(3, 3)),
        .. from reduction in new[] { "mul", "max", "min" }
           from row in new OpSample[]
           {
               new($"ScatterElements {reduction}", new ScatterElements(1, reduction), InputSpec.Float(3, 4), InputSpec.Of(Tensor.Of([0L, 0, 1, 1, -1, 0], 3, 2)), InputSpec.Float(3, 2)),
               new($"ScatterND {reduction}", new ScatterND(reduction), InputSpec.Float(5, 3), InputSpec.Of(Tensor.Of([4L, 1, 4], 3, 1)), InputSpec.Float(3, 3)),
           }
           select row,
        new("Pad", new Pad(), InputSpec.Float(3, 4), InputSpec.Ints(1, 0, 2, 3)) { Constant = AllBut0 },
        new("Pad with a number", new Pad(), InputSpec.Float(3, 4), InputSpec.Ints(1, 0, 2, 3), InputSpec.Of(Tensor.Scalar(1.5f))) { Constant = AllBut0 },
        new("Pad with a drawn number", new Pad(), InputSpec.Float(3, 4), InputSpec.Ints(1, 0, 2, -1), InputSpec.Float()) { Constant = Second },
        .. from mode in new[] { "edge", "reflect", "wrap" }
           from row in new OpSample[]
           {
               new($"Pad {mode}", new Pad(mode), InputSpec.Float(3, 4), InputSpec.Ints(1, 0, 2, 3)) { Constant = AllBut0 },
               new($"Pad {mode} an axis", new Pad(mode), InputSpec.Float(2, 5, 3), InputSpec.Ints(2, 4), null, InputSpec.Ints(-2)) { Constant = AllBut0 },
           }
           select row,
        new("Pad edge cutting off", new Pad("edge"), InputSpec.Float(4, 5), InputSpec.Ints(-1, 2, 1, -2)) { Constant = AllBut0 },
        new("Range", new Range(), InputSpec.Of(Tensor.Scalar(3L)), InputSpec.Of(Tensor.Scalar(12L)), InputSpec.Of(Tensor.Scalar(2L))) { Constant = new HashSet<int> { 0, 1, 2 }, Differentiable = false },
        new("Tile", new Tile(), InputSpec.Float(2, 3), InputSpec.Ints(2, 3)) { Constant = Second },
        new("Trilu", new Trilu(), InputSpec.Float(4, 5)), new("Trilu lower", new Trilu(0), InputSpec.Float(2, 4, 4), InputSpec.Of(Tensor.Scalar(1L))) { Constant = Second },
        new("TopK", new TopK(), InputSpec.Float(5, 9), InputSpec.Ints(3)) { Constant = Second }, new("TopK least", new TopK(-1, 0), InputSpec.Float(5, 33), InputSpec.Ints(4)) { Constant = Second },
        new("TopK axis 1", new TopK(1), InputSpec.Float(2, 7, 3), InputSpec.Ints(2)) { Constant = Second }, new("TopK of all", new TopK(0), InputSpec.Float(1003), InputSpec.Ints(1003)) { Constant = Second },
        new("TopK of ties", new TopK(), InputSpec.Of(Tensor.Vector(1f, 3f, 2f, 3f, 1f, 3f)), InputSpec.Ints(5)) { Constant = Second, Differentiable = false },
        new("TopK int64", new TopK(), InputSpec.Ints(4, -1, 7, 7, 0), InputSpec.Ints(3)) { Constant = Second, Differentiable = false },
        new("TopK in any order", new TopK(-1, 1, 0), InputSpec.Float(5, 9), InputSpec.Ints(3)) { Constant = Second, NotOnOrt = "the order is not specified" },
        new("EyeLike", new EyeLike(), InputSpec.Float(4, 6)) { Differentiable = false }, new("EyeLike right", new EyeLike(ElementType.Int64, 2), InputSpec.Float(4, 6)) { Differentiable = false },
        new("EyeLike left", new EyeLike(null, -1), InputSpec.Float(4, 3)) { Differentiable = false }, new("EyeLike beyond", new EyeLike(ElementType.Float32, -7), InputSpec.Of(Tensor.Of([1L, 2, 3], 1, 3))) { Differentiable = false },
    ];
}
