using Nabla.Ops;

namespace Nabla.Course;

/// <summary>The activations of the lecture.</summary>
public static class Activations
{
    /// <summary>Name, formula and graph of each.</summary>
    public static IReadOnlyList<(string Name, string Formula, Func<Value, Value> Build)> All { get; } =
    [
        ("identity", "x", x => x.Graph.Add("Identity", x)),
        ("step", "1 where x > 0, else 0", x => x.Greater(0).Cast(x.Element)),
        ("sigmoid", "1/(1 + e⁻ˣ)", x => x.Sigmoid()),
        ("tanh", "(eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)", x => x.Tanh()),
        ("ReLU", "max(x, 0)", x => x.Relu()),
        ("leaky ReLU", "x where x > 0, else x/10", x => x.AddWith("LeakyRelu", [("alpha", 0.1f)])),
        ("ELU", "x where x > 0, else eˣ − 1", x => x.Graph.Add("Elu", x)),
        ("softplus", "ln(1 + eˣ)", x => x.Softplus()),
        ("softsign", "x/(1 + |x|)", x => x.Graph.Add("Softsign", x)),
        ("swish", "x σ(x)", x => x * x.Sigmoid()),
        ("mish", "x tanh(ln(1 + eˣ))", x => x * x.Softplus().Tanh()),
        ("sinc", "sin(x)/x", Sinc),
        ("sine", "sin x", x => x.Graph.Add("Sin", x)),
    ];

    // 1 at 0, where nothing must be divided by 0: see the example Sinc.
    static Value Sinc(Value x)
    {
        Value one = x.Literal(1), isZero = x.EqualTo(x.Literal(0));
        return isZero.Where(one, x.Graph.Add("Sin", x) / isZero.Where(one, x));
    }

    /// <summary>y and dy/dx at some points, the derivative from the adjoint graph.</summary>
    public static (double[] Y, double[] Slope) At(Func<Value, Value> build, double[] points)
    {
        var g = Lesson.NewGraph();
        var x = g.Input("x", points.Length);
        var y = build(x);
        // An absent adjoint is a derivative that is zero.
        if (Adjoint.Of(y.Sum(), x).TryGet(x) is not { } slope)
            return (Lesson.Run([y], (x, points))[0], new double[points.Length]);
        double[][] both = Lesson.Run([y, slope], (x, points));
        return (both[0], both[1]);
    }
}
