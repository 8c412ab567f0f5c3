namespace Nabla.Testing;

/// <summary>What a rule gives for each output alone and for each subset of the wanted inputs, against what it gives for all together, which finite
/// differences have judged. The adjoint is linear in the outputs, so those of the outputs alone add up.</summary>
static class SubsetsAspect
{
    const double Rounding = 1e-9;
    const int MostInputsForAllSubsets = 4;

    public static Finding? Check(Trial trial, int seed)
    {
        int outputs = trial.Smooth.Length, inputs = trial.Active.Length;
        if (outputs * inputs <= 1) return null;
        var weights = trial.Weights(new Random(seed));
        var all = VectorProduct.Reverse(trial).Of(weights);
        if (outputs > 1)
        {
            var sum = new double[]?[inputs];
            for (int k = 0; k < outputs; k++)
            {
                var alone = VectorProduct.Reverse(trial, outputs: [k]).Of([weights[k]]);
                for (int j = 0; j < inputs; j++)
                    if (alone[j] is { } bar) sum[j] = sum[j] is { } known ? Vectors.Moved(known, 1, bar) : bar;
            }
            for (int j = 0; j < inputs; j++)
                if (Difference(all[j], sum[j]) is { } difference)
                    return Fail($"the adjoints of input {trial.Active[j]} by each output alone do not add up to that by all outputs: they differ by {difference}; look at what the rule does where an output's adjoint is absent");
        }
        foreach (var subset in Subsets(inputs))
        {
            var some = VectorProduct.Reverse(trial, inputs: subset).Of(weights);
            for (int i = 0; i < subset.Length; i++)
                if (Difference(all[subset[i]], some[i]) is { } difference)
                    return Fail($"the adjoint of input {trial.Active[subset[i]]} is another when only inputs {string.Join(", ", subset.Select(j => trial.Active[j]))} are wanted: it differs by {difference}");
        }
        return new(Aspect.Subsets, Verdict.Pass);
    }

    static Finding Fail(string message) => new(Aspect.Subsets, Verdict.Fail, message) { Diagnosis = new(Mistake.MissingTerm, message) };

    static string? Difference(double[]? expected, double[]? actual)
    {
        if (expected is null && actual is null) return null;
        var (e, a) = (expected ?? new double[actual!.Length], actual ?? new double[expected!.Length]);
        // NaN in both is a matter of the point, not of the subset.
        double distance = e.Zip(a).Where(p => !(double.IsNaN(p.First) && double.IsNaN(p.Second))).Select(p => Math.Abs(p.First - p.Second)).DefaultIfEmpty().Max();
        return distance <= Rounding * Math.Max(1, Vectors.Largest(e)) ? null : distance.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
    }

    static IEnumerable<int[]> Subsets(int count)
    {
        if (count == 1) yield break;
        if (count > MostInputsForAllSubsets)
        {
            for (int j = 0; j < count; j++) yield return [j];
            yield break;
        }
        for (int mask = 1; mask < (1 << count) - 1; mask++) yield return [.. Enumerable.Range(0, count).Where(j => (mask >> j & 1) == 1)];
    }
}
