using Nabla.Onnx;

namespace Nabla.Tests;

/// <summary>What counts as ONNX's expected result, and what does not.</summary>
public class ClosenessTests
{
    const double Inf = double.PositiveInfinity, NaN = double.NaN;

    [Theory]
    [InlineData(1, 1.0009, true), InlineData(1, 1.0011, false), InlineData(0, 9e-8, true), InlineData(0, 2e-7, false), InlineData(0, -0.0, true)]
    [InlineData(Inf, Inf, true), InlineData(-Inf, -Inf, true), InlineData(Inf, -Inf, false), InlineData(-Inf, Inf, false), InlineData(Inf, 3, false), InlineData(-Inf, double.MinValue, false)]
    [InlineData(3, Inf, false), InlineData(double.MaxValue, Inf, false), InlineData(NaN, NaN, true), InlineData(NaN, 0, false), InlineData(0, NaN, false), InlineData(Inf, NaN, false), InlineData(NaN, Inf, false)]
    public void A_float_is_close_to_what_is_expected_or_it_is_not(double expected, double actual, bool isClose) =>
        Assert.Equal(isClose, Closeness.Difference(Tensor.Vector(0, expected), Tensor.Vector(0, actual)) is null);

    [Fact]
    public void Types_and_sizes_must_agree()
    {
        Assert.NotNull(Closeness.Difference(Tensor.Vector(1f), Tensor.Vector(1.0)));
        Assert.NotNull(Closeness.Difference(Tensor.Of([1f, 1], 2), Tensor.Of([1f, 1], 1, 2)));
        Assert.NotNull(Closeness.Difference(Tensor.Vector(1000L), Tensor.Vector(1001L)));
    }
}
