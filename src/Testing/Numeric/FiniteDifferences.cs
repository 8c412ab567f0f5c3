namespace Nabla.Testing;

/// <summary>Derivatives from function values alone. The step is chosen: larger ones suffer from the higher derivatives (truncation), smaller ones from
/// rounding, so the one is taken whose neighbours agree best.</summary>
public static class FiniteDifferences
{
    const double Epsilon = 1.0 / (1L << 52);
    const int Halvings = 24;

    /// <summary>f′(0) by central differences with an adaptive step: order 2, (f(h) − f(−h)) / 2h; order 4 and 6 with two and three pairs
    /// (B. Fornberg, "Generation of finite difference formulas on arbitrarily spaced grids", 1988, table 1).</summary>
    /// <param name="f">The function, as of the distance from the point.</param>
    /// <param name="firstStep">The largest step tried; then half of it, and so on.</param>
    /// <param name="order">2, 4 or 6: the power of the step that the truncation error goes with.</param>
    public static NumericDerivative Central(Func<double, double> f, double firstStep = 1.0 / 64, int order = 4)
    {
        double largest = 0;
        return Adaptive(h => CentralAt(t => Seen(f(t), ref largest), h, order), ref largest, firstStep);
    }

    /// <summary>The slope on one side, f′(0⁺) for <paramref name="side"/> 1 and f′(0⁻) for −1, by (−3f(0) + 4f(h) − f(2h)) / 2h with an adaptive step.</summary>
    public static NumericDerivative OneSided(Func<double, double> f, int side, double firstStep = 1.0 / 64)
    {
        double largest = 0;
        double here = Seen(f(0), ref largest);
        double At(double h) => side * (-3 * here + 4 * Seen(f(side * h), ref largest) - Seen(f(2 * side * h), ref largest)) / (2 * h);
        return Adaptive(At, ref largest, firstStep);
    }

    /// <summary>f′(0) by the plain forward difference (f(h) − f(0)) / h at a fixed step. Its error is about |f″|h/2 + 2ε|f|/h, least near
    /// h = 2√(ε|f|/|f″|): about 1e-8 for well-scaled functions.</summary>
    public static double ForwardAt(Func<double, double> f, double step) => (f(step) - f(0)) / step;

    /// <summary>f′(0) by central differences at a fixed step. Of order 2 the error is about |f‴|h²/6 + ε|f|/h, least near the cube root of ε: about 6e-6.</summary>
    public static double CentralAt(Func<double, double> f, double step, int order = 2)
    {
        double[] weights = CentralWeights(order);
        double sum = 0;
        for (int k = 1; k <= weights.Length; k++) sum += weights[k - 1] * (f(k * step) - f(-k * step));
        return sum / step;
    }

    static double[] CentralWeights(int order) => order switch
    {
        2 => [1.0 / 2],
        4 => [2.0 / 3, -1.0 / 12],
        6 => [3.0 / 4, -3.0 / 20, 1.0 / 60],
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Central differences are of order 2, 4 or 6."),
    };

    static double Seen(double value, ref double largest)
    {
        largest = Math.Max(largest, Math.Abs(value));
        return value;
    }

    // The best of all steps is not at either end, so that it has a neighbour on both sides to disagree with. Smaller steps than the one at which rounding
    // alone is worse than the best are not tried.
    static NumericDerivative Adaptive(Func<double, double> at, ref double largest, double firstStep)
    {
        var best = new NumericDerivative(double.NaN, double.PositiveInfinity, double.NaN);
        double h = firstStep / 2, before = at(firstStep), here = at(h);
        for (int i = 0; i < Halvings; i++, h /= 2)
        {
            double after = at(h / 2), rounding = Epsilon * largest / h;
            double error = Math.Max(Math.Abs(here - before), Math.Abs(here - after)) + rounding;
            if (error < best.Error) best = new(here, error, h);
            if (rounding > best.Error) break;
            (before, here) = (here, after);
        }
        return best;
    }
}
