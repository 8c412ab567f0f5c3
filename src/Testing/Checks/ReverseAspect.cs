namespace Nabla.Testing;

/// <summary>The adjoint against finite differences: one random direction first, at a cost that does not grow with the tensors; element by element only
/// where that fails.</summary>
static class ReverseAspect
{
    public static Finding? Check(Trial trial, int seed)
    {
        if (trial.Active.Length == 0 || trial.Smooth.Length == 0) return null;
        VectorProduct product;
        try
        {
            product = VectorProduct.Reverse(trial);
        }
        catch (AdjointTypeException e)
        {
            return new(Aspect.Reverse, Verdict.Fail, e.Message) { Diagnosis = Diagnoser.OfType(trial, e) };
        }
        var random = new Random(seed);
        var (weights, direction) = (trial.Weights(random), trial.Directions(random));
        var bars = product.Of(weights);
        var slope = Directional(trial, weights, direction, bars);
        return slope.Verdict == Verdict.Pass ? new(Aspect.Reverse, Verdict.Pass) : Localised(trial, weights, bars, slope);
    }

    public static SlopeComparison Directional(Trial trial, double[][] weights, double[][] direction, double[]?[] bars)
    {
        double exact = 0, scale = 0;
        for (int j = 0; j < bars.Length; j++)
        {
            if (bars[j] is not { } bar) continue;
            exact += Vectors.Dot(bar, direction[j]);
            scale += Vectors.Size(bar, direction[j]);
        }
        return new(exact, FiniteDifferences.Central(t => trial.Phi(weights, direction, t)), scale);
    }

    static Finding Localised(Trial trial, double[][] weights, double[]?[] bars, SlopeComparison slope)
    {
        var local = new Localisation(trial, weights, bars);
        if (local.Wrong.ToList() is [var first, ..] wrong)
        {
            var diagnosis = Diagnoser.Of(local);
            var where = $"input {trial.Active[first.Input]}, element {first.Element}{(wrong.Count > 1 ? $" and {wrong.Count - 1} more" : "")}: {first.Slope}";
            return new(Aspect.Reverse, Verdict.Fail, $"{where}; {diagnosis.Sentence}") { Diagnosis = diagnosis };
        }
        if (local.Kinks > 0)
            return new(Aspect.Reverse, Verdict.Pass, $"{local.Kinks} elements lie on a kink; the rule gives a slope between those of the two sides");
        // Every element by itself may be fine where all of them together cross a kink, or where the function is too rough to measure.
        return local.Slopes.All(s => s.Agrees) && local.Slopes.Count == local.Gradients.Sum(g => g.Length) ? new(Aspect.Reverse, Verdict.Pass, "element by element; the random direction crosses a kink")
            : new(Aspect.Reverse, Verdict.Inconclusive, $"along a random direction {slope}, and no single element that was measured is clearly off");
    }
}
