namespace Nabla.Testing;

/// <summary>The mutants of one row: those that come to the right adjoint after all are left out, those that come to the same one are one.</summary>
sealed class MutationBench(CheckedFunction function)
{
    // Two points: at one alone a mistake may happen to make no difference.
    static readonly int[] Seeds = [1, 2];

    readonly double[]?[][] _right = [.. Seeds.Select(seed => Bars(function, seed))];

    /// <summary>Changes that made no difference.</summary>
    public int Equivalent { get; private set; }

    /// <summary>The mutants to judge.</summary>
    /// <param name="mostOfAKind">No more than these of one kind.</param>
    public IEnumerable<(Mutation Mutation, IReadOnlyList<Mistake> Mistakes, bool IsBuilt)> Mutants(int mostOfAKind)
    {
        var built = new List<(Mutation Mutation, List<Mistake> Mistakes, double[]?[][] Bars)>();
        var refused = new List<Mutation>();
        foreach (var mutation in MutationSites.Mutations(function))
        {
            double[]?[][] bars;
            try
            {
                var mutant = function.WithRule(mutation);
                bars = [.. Seeds.Select(seed => Bars(mutant, seed))];
            }
            catch (NablaException e) when (e is not AdjointTypeException)
            {
                refused.Add(mutation);
                continue;
            }
            catch (AdjointTypeException)
            {
                // That the framework itself names: it is for the check to report.
                built.Add((mutation, [mutation.Mistake], []));
                continue;
            }
            if (Same(bars, _right)) Equivalent++;
            else if (built.Find(b => b.Bars.Length > 0 && Same(b.Bars, bars)) is { Mistakes: { } known })
            {
                if (!known.Contains(mutation.Mistake)) known.Add(mutation.Mistake);
            }
            else built.Add((mutation, [mutation.Mistake], bars));
        }
        return built.GroupBy(b => b.Mutation.Mistake).SelectMany(g => g.Take(mostOfAKind)).Select(b => (b.Mutation, (IReadOnlyList<Mistake>)b.Mistakes, true))
            .Concat(refused.GroupBy(m => m.Mistake).SelectMany(g => g.Take(mostOfAKind)).Select(m => (m, (IReadOnlyList<Mistake>)[m.Mistake], false)));
    }

    /// <summary>Checks a mutant as any op is checked.</summary>
    public Mutant Judge((Mutation Mutation, IReadOnlyList<Mistake> Mistakes, bool IsBuilt) m)
    {
        var op = function.Op!.Schema.Title;
        if (!m.IsBuilt) return new(op, function.Name, m.Mistakes, m.Mutation.Description, MutantFate.Refused, null);
        var finding = ReverseAspect.Check(Trial.At(function.WithRule(m.Mutation), 1), 1);
        bool isCaught = finding?.Verdict == Verdict.Fail;
        return new(op, function.Name, m.Mistakes, m.Mutation.Description, isCaught ? MutantFate.Caught : MutantFate.Survived, finding?.Diagnosis);
    }

    static double[]?[] Bars(CheckedFunction f, int seed)
    {
        var trial = Trial.At(f, seed);
        return trial.Active.Length == 0 || trial.Smooth.Length == 0 ? [] : VectorProduct.Reverse(trial).Of(trial.Weights(new Random(seed)));
    }

    static bool Same(double[]?[][] a, double[]?[][] b) => a.Zip(b).All(points => points.First.Zip(points.Second).All(p => Same(p.First, p.Second)));

    static bool Same(double[]? a, double[]? b)
    {
        var (x, y) = (a ?? new double[b?.Length ?? 0], b ?? new double[a?.Length ?? 0]);
        return Vectors.Distance(x, y) <= 1e-9 * Math.Max(Vectors.Largest(x), Vectors.Largest(y));
    }
}
