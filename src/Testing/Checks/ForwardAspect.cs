namespace Nabla.Testing;

/// <summary>Forward mode against reverse mode: ⟨Jv, w⟩ = ⟨v, Jᵀw⟩ for random v and w.</summary>
static class ForwardAspect
{
    const double Rounding = 1e-9;
    // What is zero but for rounding has terms of this size at most.
    const double Nothing = 1e-11;

    public static Finding? Check(Trial trial, int seed)
    {
        if (trial.Active.Length == 0 || trial.Smooth.Length == 0) return null;
        var random = new Random(seed);
        var (weights, direction) = (trial.Weights(random), trial.Directions(random));
        var (bars, dots) = (VectorProduct.Reverse(trial).Of(weights), VectorProduct.Forward(trial).Of(direction));
        double reverse = Sum(bars, direction), forward = Sum(dots, weights);
        double scale = bars.Zip(direction).Concat(dots.Zip(weights)).Sum(p => p.First is null ? 0 : Vectors.Size(p.First, p.Second));
        return Math.Abs(reverse - forward) <= Rounding * scale + Nothing || double.IsNaN(reverse) && double.IsNaN(forward) ? new(Aspect.Forward, Verdict.Pass)
            : new(Aspect.Forward, Verdict.Fail, FormattableString.Invariant($"⟨v, Jᵀw⟩ by reverse mode is {reverse:G9}, ⟨Jv, w⟩ by forward mode {forward:G9}: the rule is not linear in the adjoint, or one of the two is wrong"));
    }

    static double Sum(double[]?[] products, double[][] vectors) => products.Zip(vectors).Sum(p => p.First is null ? 0 : Vectors.Dot(p.First, p.Second));
}
