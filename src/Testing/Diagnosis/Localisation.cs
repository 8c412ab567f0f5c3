namespace Nabla.Testing;

/// <summary>One element of an input: its slope by the rule and by finite differences, from both sides where these disagree.</summary>
/// <param name="Input">Which of the active inputs.</param>
/// <param name="Element">Which element, row-major.</param>
/// <param name="Slope">Rule against central differences.</param>
/// <param name="Left">The slope from the left, if it was asked for.</param>
/// <param name="Right">The slope from the right.</param>
readonly record struct ElementSlope(int Input, int Element, SlopeComparison Slope, NumericDerivative? Left = null, NumericDerivative? Right = null)
{
    public bool Agrees => Slope.Verdict == Verdict.Pass;

    /// <summary>The slopes on both sides differ by more than they may be off.</summary>
    public bool IsKink => Left is { } l && Right is { } r && Math.Abs(l.Value - r.Value) > 10 * (l.Error + r.Error) + 1e-6 * Math.Max(Math.Abs(l.Value), Math.Abs(r.Value));

    /// <summary>The rule gives a slope between those of the two sides.</summary>
    public bool LiesBetween => Left is { } l && Right is { } r
        && Slope.Exact >= Math.Min(l.Value, r.Value) - 10 * (l.Error + r.Error) - 1e-8 && Slope.Exact <= Math.Max(l.Value, r.Value) + 10 * (l.Error + r.Error) + 1e-8;
}

/// <summary>A failed directional check taken apart: node → input → element.</summary>
sealed class Localisation
{
    const int MostElements = 48;

    readonly double[]?[] _bars;

    public Localisation(Trial trial, double[][] weights, double[]?[] bars)
    {
        (Trial, Weights, _bars) = (trial, weights, bars);
        Gradients = [.. trial.Active.Select((_, j) => Enumerable.Repeat(double.NaN, trial.Numbers(j).Length).ToArray())];
        var slopes = new List<ElementSlope>();
        for (int j = 0; j < trial.Active.Length; j++)
        {
            int count = Gradients[j].Length, stride = Math.Max(1, (count + MostElements - 1) / MostElements);
            for (int e = 0; e < count; e += stride) slopes.Add(Measure(j, e));
        }
        Slopes = slopes;
    }

    public Trial Trial { get; }

    public double[][] Weights { get; }

    /// <summary>By finite differences, for each active input; NaN where an element was not measured.</summary>
    public double[][] Gradients { get; }

    /// <summary>What was measured.</summary>
    public IReadOnlyList<ElementSlope> Slopes { get; }

    /// <summary>Elements where the rule is wrong: off, and on no kink that would explain it.</summary>
    public IEnumerable<ElementSlope> Wrong => Slopes.Where(s => s.Slope.Verdict == Verdict.Fail && !(s.IsKink && s.LiesBetween));

    /// <summary>Elements on a kink with the rule between the slopes of both sides.</summary>
    public int Kinks => Slopes.Count(s => !s.Agrees && s.IsKink && s.LiesBetween);

    /// <summary>The adjoint of an active input by the rule; zeros where it is absent.</summary>
    public double[] Bar(int j) => _bars[j] ?? new double[Gradients[j].Length];

    public bool IsAbsent(int j) => _bars[j] is null;

    ElementSlope Measure(int j, int e)
    {
        var direction = Trial.Active.Select((_, i) => new double[Gradients[i].Length]).ToArray();
        direction[j][e] = 1;
        double F(double t) => Trial.Phi(Weights, direction, t);
        var numeric = FiniteDifferences.Central(F);
        Gradients[j][e] = numeric.Value;
        double exact = Bar(j)[e];
        var slope = new ElementSlope(j, e, new(exact, numeric, Math.Abs(exact)));
        return slope.Agrees ? slope : slope with { Left = FiniteDifferences.OneSided(F, -1), Right = FiniteDifferences.OneSided(F, 1) };
    }
}
