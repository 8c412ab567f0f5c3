namespace Nabla.Testing;

/// <summary>Products of a Jacobian with vectors, by the adjoint or the tangent graph: compiled once, run for any vectors at any point.</summary>
sealed class VectorProduct
{
    readonly Trial _trial;
    readonly Executable? _run;

    VectorProduct(Trial trial, IReadOnlyList<Value> seeds, IReadOnlyList<Value?> results)
    {
        (_trial, Seeds, Results) = (trial, seeds, results);
        Value[] present = [.. results.OfType<Value>().Distinct()];
        if (present.Length > 0) _run = trial.Compile(present);
    }

    /// <summary>What the vector is fed to: an input for each output (reverse) or active input (forward).</summary>
    public IReadOnlyList<Value> Seeds { get; }

    /// <summary>The values of the product: one for each wanted input (reverse) or output (forward); null where it is absent.</summary>
    public IReadOnlyList<Value?> Results { get; }

    /// <summary>Jᵀw, for some of the smooth outputs by some of the active inputs; all if none are named.</summary>
    public static VectorProduct Reverse(Trial trial, int[]? outputs = null, int[]? inputs = null)
    {
        Value[] of = [.. (outputs ?? [.. Enumerable.Range(0, trial.Smooth.Length)]).Select(k => trial.Y[trial.Smooth[k]])];
        Value[] by = [.. (inputs ?? [.. Enumerable.Range(0, trial.Active.Length)]).Select(j => trial.X[trial.Active[j]]!)];
        return Reverse(trial, of, by);
    }

    /// <summary>Jᵀw of any values by any others.</summary>
    public static VectorProduct Reverse(Trial trial, IReadOnlyList<Value> of, IReadOnlyList<Value> by)
    {
        var adjoint = Adjoint.OfSeeded(of, [.. by]);
        return new(trial, adjoint.Seeds, [.. by.Select(adjoint.TryGet)]);
    }

    /// <summary>J·v of all smooth outputs by all active inputs.</summary>
    public static VectorProduct Forward(Trial trial)
    {
        var tangent = Tangent.OfSeeded([.. trial.SmoothOutputs], [.. trial.ActiveInputs]);
        return new(trial, tangent.Seeds, [.. trial.SmoothOutputs.Select(tangent.TryGet)]);
    }

    /// <summary>The product with a vector, at the point or elsewhere.</summary>
    /// <returns>Null where it is absent.</returns>
    public double[]?[] Of(IReadOnlyList<double[]> vector, IReadOnlyDictionary<Value, double[]>? at = null)
    {
        if (_run is null) return new double[]?[Results.Count];
        var given = at is null ? [] : new Dictionary<Value, double[]>(at);
        for (int i = 0; i < Seeds.Count; i++) given[Seeds[i]] = vector[i];
        _trial.Feed(_run, given);
        _run.Run();
        return [.. Results.Select(r => r is null ? null : _run.Output<double>(r).ToArray())];
    }
}
