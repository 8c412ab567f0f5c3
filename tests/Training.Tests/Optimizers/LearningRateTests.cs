namespace Nabla.Training.Tests;

public class LearningRateTests
{
    static double[] At(LearningRate rate, params double[] epochs) => [.. epochs.Select(e => Math.Round(rate.At(e), 12))];

    [Fact]
    public void A_number_is_a_constant_rate() => Assert.Equal([0.1, 0.1], At(0.1, 0, 99.5));

    [Fact]
    public void Steps_come_after_whole_epochs() => Assert.Equal([1, 1, 0.5, 0.5, 0.25], At(LearningRate.Step(1, every: 3, factor: 0.5), 0, 2.99, 3, 5, 6.5));

    [Fact]
    public void A_cosine_falls_from_first_to_last() => Assert.Equal([1, 0.6, 0.2, 0.2], At(LearningRate.Cosine(1, epochs: 10, final: 0.2), 0, 5, 10, 50));

    [Fact]
    public void A_warm_up_rises_linearly() => Assert.Equal([0, 0.5, 1, 0.5, 0], At(LearningRate.Cosine(1, epochs: 6, warmup: 2), 0, 1, 2, 4, 6));

    [Fact]
    public void Impossible_courses_are_refused()
    {
        Assert.Throws<NablaException>(() => LearningRate.Constant(0));
        Assert.Throws<NablaException>(() => LearningRate.Constant(double.NaN));
        Assert.Throws<NablaException>(() => LearningRate.Step(1, every: 0));
        Assert.Throws<NablaException>(() => LearningRate.Cosine(1, epochs: 2, warmup: 2));
        Assert.Throws<NablaException>(() => LearningRate.Cosine(1, epochs: 2, final: -1));
    }
}
