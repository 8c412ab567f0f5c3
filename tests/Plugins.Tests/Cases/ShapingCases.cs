using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests.Cases;

static class ShapingCases
{
    static readonly IReadOnlySet<int> Second = new HashSet<int> { 1 };

    public static IEnumerable<OpCase> All =>
    [
        new("Reshape", new Reshape(), InputSpec.Float(4, 6), InputSpec.Ints(3, 8)) { Constant = Second },
        new("Reshape rest", new Reshape(), InputSpec.Float(4, 6), InputSpec.Ints(-1, 3)) { Constant = Second },
        new("Reshape kept", new Reshape(), InputSpec.Float(4, 6), InputSpec.Ints(0, 2, -1)) { Constant = Second },
        new("Reshape to a scalar", new Reshape(), InputSpec.Float(1, 1), InputSpec.Of(Tensor.Of(Array.Empty<long>(), 0))) { Constant = Second },
        new("Transpose", new Transpose(), InputSpec.Float(5, 9)), new("Transpose large", new Transpose(), InputSpec.Float(130, 257)),
        new("Transpose perm", new Transpose([1, 2, 0]), InputSpec.Float(3, 4, 5)), new("Transpose bool", new Transpose(), InputSpec.Bools(5, 9)) { Differentiable = false },
        new("Expand", new Expand(), InputSpec.Float(3, 1), InputSpec.Ints(2, 3, 4)) { Constant = Second },
        new("Expand not at all", new Expand(), InputSpec.Float(3, 4), InputSpec.Ints(1)) { Constant = Second },
        new("Shape", new Nabla.Plugins.Shape(), InputSpec.Float(3, 4, 5)) { Differentiable = false },
        new("Shape part", new Nabla.Plugins.Shape(-1, 1), InputSpec.Float(3, 4, 5)) { Differentiable = false },
        new("Size", new Size(), InputSpec.Float(3, 4)) { Differentiable = false },
        new("Flatten", new Flatten(), InputSpec.Float(2, 3, 4)), new("Flatten all", new Flatten(0), InputSpec.Float(2, 3, 4)),
        new("Squeeze", new Squeeze(), InputSpec.Float(1, 3, 1, 4), InputSpec.Ints(0, -2)) { Constant = Second },
        new("Squeeze every", new Squeeze(), InputSpec.Float(1, 3, 1, 4)),
        new("Unsqueeze", new Unsqueeze(), InputSpec.Float(3, 4), InputSpec.Ints(0, -1)) { Constant = Second },
        new("Constant", new Constant(Tensor.Vector(1f, 2f))) { Differentiable = false },
        new("OneHot", new OneHot(), InputSpec.Ints(0, 2, 1), InputSpec.Of(Tensor.Scalar(3L)), InputSpec.Of(Tensor.Vector(0f, 1f))) { Constant = Second, Differentiable = false },
        new("OneHot axis 0", new OneHot(0), InputSpec.Ints(0, 2, -1), InputSpec.Of(Tensor.Scalar(3L)), InputSpec.Of(Tensor.Vector(-1f, 4f))) { Constant = Second, Differentiable = false },
    ];
}
