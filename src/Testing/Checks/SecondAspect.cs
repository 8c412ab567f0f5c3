namespace Nabla.Testing;

/// <summary>The adjoint of the adjoint against finite differences of the adjoint, by the inputs and by ȳ; and the symmetry of the second derivative:
/// ⟨d, H·u⟩ = ⟨u, H·d⟩.</summary>
static class SecondAspect
{
    const double Rounding = 1e-8;
    // What is zero but for rounding has terms of this size at most.
    const double Nothing = 1e-11;

    public static Finding? Check(Trial trial, int seed)
    {
        if (trial.Active.Length == 0 || trial.Smooth.Length == 0) return null;
        var random = new Random(seed);
        var adjoint = Adjoint.OfSeeded([.. trial.SmoothOutputs], [.. trial.ActiveInputs]);
        // The adjoints that are there, with the inputs they belong to; one that is ȳ itself has no slope but that.
        int[] present = [.. Enumerable.Range(0, trial.Active.Length).Where(j => adjoint.TryGet(trial.X[trial.Active[j]]!) is not null)];
        Value[] bars = [.. present.Select(j => adjoint.TryGet(trial.X[trial.Active[j]]!)!)];
        if (bars.Length == 0) return null;
        Value[] by = [.. trial.ActiveInputs, .. adjoint.Seeds];
        var second = VectorProduct.Reverse(trial, bars, by);

        var (weights, direction, dSeeds) = (trial.Weights(random), trial.Directions(random), trial.Weights(random));
        double[][] u = [.. trial.Directions(random)];
        var run = trial.Compile([.. bars.Distinct()]);
        double Psi(double t)
        {
            var at = trial.Moved(t, direction);
            for (int k = 0; k < weights.Length; k++) at[adjoint.Seeds[k]] = Vectors.Moved(weights[k], t, dSeeds[k]);
            trial.Feed(run, at);
            run.Run();
            double sum = 0;
            for (int i = 0; i < bars.Length; i++) sum += Vectors.Dot(run.Output<double>(bars[i]), u[present[i]]);
            return sum;
        }
        var seeds = adjoint.Seeds.Zip(weights).ToDictionary(p => p.First, p => p.Second);
        var hessianU = second.Of([.. present.Select(j => u[j])], seeds);
        double exact = 0, scale = 0;
        for (int i = 0; i < by.Length; i++)
        {
            if (hessianU[i] is not { } h) continue;
            var d = i < direction.Length ? direction[i] : dSeeds[i - direction.Length];
            exact += Vectors.Dot(h, d);
            scale += Vectors.Size(h, d);
        }
        var slope = new SlopeComparison(exact, FiniteDifferences.Central(Psi), scale);
        if (slope.Verdict != Verdict.Pass)
            return new(Aspect.Second, slope.Verdict, $"second derivatives: {slope}; look at the adjoint rules of the ops that this rule is made of, and at values that it should let go through");
        return Symmetry(trial, second, present, seeds, hessianU, u, direction) ?? new(Aspect.Second, Verdict.Pass);
    }

    static Finding? Symmetry(Trial trial, VectorProduct second, int[] present, Dictionary<Value, double[]> seeds, double[]?[] hessianU, double[][] u, double[][] d)
    {
        var hessianD = second.Of([.. present.Select(j => d[j])], seeds);
        double left = 0, right = 0, scale = 0;
        foreach (int j in present)
        {
            if (hessianU[j] is { } hu) (left, scale) = (left + Vectors.Dot(hu, d[j]), scale + Vectors.Size(hu, d[j]));
            if (hessianD[j] is { } hd) (right, scale) = (right + Vectors.Dot(hd, u[j]), scale + Vectors.Size(hd, u[j]));
        }
        return Math.Abs(left - right) <= Rounding * scale + Nothing ? null
            : new(Aspect.Second, Verdict.Fail, FormattableString.Invariant($"the second derivative is not symmetric: ⟨d, H·u⟩ is {left:G9} and ⟨u, H·d⟩ is {right:G9}"));
    }
}
