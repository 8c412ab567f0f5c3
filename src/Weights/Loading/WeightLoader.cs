namespace Nabla.Weights;

/// <summary>Loads the tensors of a file into the variables of a model, by name.</summary>
public static class WeightLoader
{
    /// <summary>Loads into the parameters and state of a graph.</summary>
    /// <inheritdoc cref="Load(WeightSet, IEnumerable{Variable}, WeightLoadOptions)"/>
    /// <param name="weights">The tensors.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="options">How names are matched, and whether all must.</param>
    public static WeightReport Load(WeightSet weights, Graph graph, WeightLoadOptions? options = null) =>
        Load(weights, graph.Inputs.Select(v => v.Variable).OfType<Variable>(), options);

    /// <summary>Loads into the parameters and state of all graphs of a program.</summary>
    /// <inheritdoc cref="Load(WeightSet, IEnumerable{Variable}, WeightLoadOptions)"/>
    /// <param name="weights">The tensors.</param>
    /// <param name="program">The program.</param>
    /// <param name="options">How names are matched, and whether all must.</param>
    public static WeightReport Load(WeightSet weights, Program program, WeightLoadOptions? options = null) =>
        Load(weights, program.Parameters.Concat(program.State).Select(v => v.Variable!).Distinct(), options);

    /// <summary>Loads into variables. A tensor goes to the variable that the options name, or that has its name; where none is left that fits, the layers
    /// of a PyTorch <c>Sequential</c> (<c>0.weight</c>, <c>0.bias</c>, <c>2.weight</c>, …) go to the layers of the model (<c>fc1.weight</c>, …) in order.
    /// Matrices are transposed where the shapes ask for it (see <see cref="MatrixOrder"/>); floating-point types are converted where no number changes.</summary>
    /// <param name="weights">The tensors.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="options">How names are matched, and whether all must.</param>
    /// <returns>What was loaded, and what was not.</returns>
    /// <exception cref="NablaException">Something does not fit, is missing or left over, and the options are strict; then no variable has changed.</exception>
    public static WeightReport Load(WeightSet weights, IEnumerable<Variable> variables, WeightLoadOptions? options = null)
    {
        options ??= new();
        var targets = variables.ToList();
        var pairs = NameMatching.Match(weights, targets, options.Names);
        var matrices = new MatrixOrders(pairs, weights, options.Order);
        List<(Variable Variable, Tensor Value)> values = [];
        List<LoadedWeight> loaded = [];
        List<UnfitWeight> unfit = [];
        foreach (var pair in pairs)
        {
            var stored = weights[pair.Source];
            if (Fitting.TryFit(stored, pair.Target, matrices.Of(pair), options.Round, out var value, out var reason))
            {
                values.Add((pair.Target, value));
                loaded.Add(new(pair.Target.Name, pair.Source, matrices.Of(pair) == true, stored.Type));
            }
            else unfit.Add(new(pair.Target.Name, pair.Source, reason));
        }
        var (sources, taken) = (pairs.Select(p => p.Source).ToHashSet(), pairs.Select(p => p.Target).ToHashSet());
        var report = new WeightReport(loaded, [.. targets.Where(t => !taken.Contains(t)).Select(t => t.Name)], [.. weights.Names.Where(n => !sources.Contains(n))], unfit);
        if (options.Strict && !report.IsComplete) throw new NablaException($"The weights do not match the model; nothing was loaded. {report}");
        foreach (var (variable, value) in values) variable.Load(value);
        return report;
    }
}
