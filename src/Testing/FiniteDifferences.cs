namespace Nabla.Testing;

/// <summary>A numerical derivative with an estimate of its own error.</summary>
/// <param name="Value">The derivative.</param>
/// <param name="Error">How far it may be off: what two steps disagree by.</param>
public readonly record struct NumericDerivative(double Value, double Error);

/// <summary>Derivatives from function values alone.</summary>
public static class FiniteDifferences
{
    /// <summary>f′(0) by central differences of order 4, (8(f(h) − f(−h)) − (f(2h) − f(−2h))) / 12h, at the step where two neighbouring steps agree best:
    /// larger ones suffer from the higher derivatives, smaller ones from rounding.</summary>
    public static NumericDerivative Central(Func<double, double> f, double firstStep = 1.0 / 64)
    {
        double At(double h) => (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
        var best = new NumericDerivative(double.NaN, double.PositiveInfinity);
        double previous = At(firstStep);
        for (double h = firstStep / 2; h > firstStep / 4096; h /= 2)
        {
            double value = At(h), error = Math.Abs(value - previous);
            if (error < best.Error) best = new(value, error);
            previous = value;
        }
        return best;
    }
}
