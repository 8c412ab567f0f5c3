using Nabla.Course;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>The activations of the lecture: their values by their formulas, their slopes by finite differences.</summary>
public class ActivationCurves
{
    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    static readonly Dictionary<string, Func<double, double>> Formulas = new()
    {
        ["identity"] = x => x,
        ["step"] = x => x > 0 ? 1 : 0,
        ["sigmoid"] = Sigmoid,
        ["tanh"] = Math.Tanh,
        ["ReLU"] = x => Math.Max(x, 0),
        ["leaky ReLU"] = x => x > 0 ? x : 0.1f * x,
        ["ELU"] = x => x > 0 ? x : Math.Exp(x) - 1,
        ["softplus"] = Softplus,
        ["softsign"] = x => x / (1 + Math.Abs(x)),
        ["swish"] = x => x * Sigmoid(x),
        ["mish"] = x => x * Math.Tanh(Softplus(x)),
        ["sinc"] = x => x == 0 ? 1 : Math.Sin(x) / x,
        ["sine"] = Math.Sin,
    };

    public static TheoryData<string> Names => [.. Activations.All.Select(a => a.Name)];

    [Fact]
    public void All_of_the_lecture_are_there() => Assert.Equal(Formulas.Keys, Activations.All.Select(a => a.Name));

    [Theory, MemberData(nameof(Names))]
    public void A_curve_and_its_slope(string name)
    {
        // no kinks at these points
        double[] points = [-7.5, -3, -1.25, -0.5, 0.125, 0.75, 2, 6];
        var (y, slope) = Activations.At(Activations.All.Single(a => a.Name == name).Build, points);
        for (int i = 0; i < points.Length; i++)
        {
            var numeric = FiniteDifferences.Central(t => Formulas[name](points[i] + t));
            Assert.Equal(Formulas[name](points[i]), y[i], 1e-14);
            Assert.Equal(numeric.Value, slope[i], numeric.Error + 1e-14);
        }
    }

    [Fact]
    public void Sinc_is_smooth_at_0()
    {
        var (y, slope) = Activations.At(Activations.All.Single(a => a.Name == "sinc").Build, [0, 1e-9]);
        Assert.Equal([1, 1], y);
        Assert.Equal(0, slope[0]);
        Assert.Equal(0, slope[1], 1e-8);
    }
}
