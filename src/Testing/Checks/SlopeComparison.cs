namespace Nabla.Testing;

/// <summary>A slope by a rule against one by finite differences.</summary>
/// <param name="Exact">By the rule.</param>
/// <param name="Numeric">By finite differences, with its error.</param>
/// <param name="Scale">How large the terms are of which the slope is the sum.</param>
readonly record struct SlopeComparison(double Exact, NumericDerivative Numeric, double Scale)
{
    // What float64 loses in the rule itself.
    const double Rounding = 1e-8;
    // A measurement with a larger part of itself as its error tells nothing.
    const double TooVague = 1e-3;

    public double Tolerance => 10 * Numeric.Error + Rounding * Scale;

    public Verdict Verdict => !(Math.Abs(Exact - Numeric.Value) <= Tolerance) ? double.IsNaN(Numeric.Value) ? Verdict.Inconclusive : Verdict.Fail
        : Numeric.Error > Math.Max(TooVague * Math.Max(Scale, Math.Abs(Numeric.Value)), 1e-9) ? Verdict.Inconclusive
        : Verdict.Pass;

    public override string ToString() => FormattableString.Invariant($"the rule gives {Exact:G9}, finite differences {Numeric.Value:G9} ± {Numeric.Error:G1}");
}
