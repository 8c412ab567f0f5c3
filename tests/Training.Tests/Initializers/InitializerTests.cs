namespace Nabla.Training.Tests;

public class InitializerTests
{
    static float[] Values(Initializer initializer, string name = "w", ulong seed = 3) =>
        initializer.Create(name, [200, 300], new(200, 300), seed).Span<float>().ToArray();

    public static IEnumerable<TheoryDataRow<string, double, double>> Variances()
    {
        yield return new("he_normal", 2.0 / 200, double.PositiveInfinity);
        yield return new("he_uniform", 2.0 / 200, Math.Sqrt(6.0 / 200));
        yield return new("glorot_normal", 2.0 / 500, double.PositiveInfinity);
        yield return new("glorot_uniform", 2.0 / 500, Math.Sqrt(6.0 / 500));
        yield return new("torch_linear", 1.0 / 600, 1 / Math.Sqrt(200));
        yield return new("zeros", 0, 0);
    }

    [Theory, MemberData(nameof(Variances))]
    public void Variance_and_bound_are_those_of_the_source(string name, double variance, double bound)
    {
        var values = Values(Initializer.Named(name));
        Assert.Equal(0, values.Average(v => (double)v), 0.002);
        Assert.Equal(variance, values.Average(v => (double)v * v), variance * 0.02);
        Assert.All(values, v => Assert.True(Math.Abs(v) <= bound * (1 + 1e-6)));
    }

    [Fact]
    public void Seed_and_name_decide()
    {
        Assert.Equal(Values(Initializer.HeNormal), Values(Initializer.HeNormal));
        Assert.NotEqual(Values(Initializer.HeNormal), Values(Initializer.HeNormal, name: "v"));
        Assert.NotEqual(Values(Initializer.HeNormal), Values(Initializer.HeNormal, seed: 4));
        Assert.All(Values(Initializer.Constant(0.5f)), v => Assert.Equal(0.5f, v));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones() =>
        Assert.Contains("he_normal, he_uniform", Assert.Throws<NablaException>(() => Initializer.Named("best")).Message, StringComparison.Ordinal);
}
