using System.Globalization;

namespace Nabla.Testing;

/// <summary>Finds the mistake that explains a wrong adjoint: first by what the result looks like beside the measured one, then by taking back, one after
/// the other, every mistake of the known kinds that the rule could hold.</summary>
static class Diagnoser
{
    public static Diagnosis Of(Localisation local)
    {
        int j = local.Wrong.First().Input;
        bool isZero = Vectors.Largest(local.Bar(j)) == 0;
        // Any two lists of one number differ by a factor: an odd one is believed last.
        var factor = isZero ? null : Factor(local, j);
        return (isZero ? null : (factor?.Mistake == Mistake.Factor ? null : factor) ?? Exchanged(local, j) ?? Transposed(local, j) ?? Unsummed(local, j))
            ?? (local.IsAbsent(j) ? null : Repaired(local))
            ?? (isZero ? Absent(local, j) : Stale(local, j))
            ?? (local.Gradients[j].Length > 1 ? factor : null)
            ?? new(Mistake.MissingTerm, "no single slip explains it: a term is missing or wrong");
    }

    /// <summary>The mistake behind an adjoint of the wrong type.</summary>
    public static Diagnosis OfType(Trial trial, AdjointTypeException e)
    {
        if (trial.Function.Op is { Broadcasts: false } && Repaired(new(trial, trial.Weights(new Random(1)), new double[]?[trial.Active.Length])) is { } repaired) return repaired;
        var (given, expected) = (e.Given.Shape, e.Expected.Shape);
        bool broadcast = given != expected && Shape.TryBroadcast(given, expected, out var both) && both == given;
        return broadcast ? new(Mistake.MissingBroadcastSum, $"what broadcasting repeated is not summed for input {e.Input}: declare Broadcasts, or sum {given} to {expected}")
            : given.Rank == expected.Rank && given.Order(DimOrder).SequenceEqual(expected.Order(DimOrder)) ? new(Mistake.Transposed, $"the adjoint of input {e.Input} is transposed: {given} instead of {expected}")
            : new(Mistake.Broken, e.Message);
    }

    static readonly Comparer<Dim> DimOrder = Comparer<Dim>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));

    static Diagnosis Absent(Localisation local, int j)
    {
        int input = local.Trial.Active[j];
        return new(Mistake.Absent, local.IsAbsent(j) ? $"the rule gives no adjoint for input {input}, which has a slope; did it forget Wants({input}), or declare HasZeroDerivative?" : $"the adjoint of input {input} is zero everywhere");
    }

    static Diagnosis? Factor(Localisation local, int j)
    {
        var (a, g) = (local.Bar(j), local.Gradients[j]);
        double ag = 0, gg = 0;
        for (int e = 0; e < g.Length; e++)
            if (!double.IsNaN(g[e])) (ag, gg) = (ag + a[e] * g[e], gg + g[e] * g[e]);
        double c = ag / gg;
        if (!Agree(local, j, [.. a.Select(v => v / c)])) return null;
        int input = local.Trial.Active[j];
        if (Near(c, -1)) return new(Mistake.Sign, $"the adjoint of input {input} has the wrong sign");
        if (Near(c, 2)) return new(Mistake.FactorTwo, $"the adjoint of input {input} is twice what it should be");
        if (Near(c, 0.5)) return new(Mistake.FactorHalf, $"the adjoint of input {input} is half of what it should be");
        foreach (long n in Sizes(local.Trial))
        {
            if (Near(c, n)) return new(Mistake.BatchSize, $"the adjoint of input {input} is {n} times what it should be, a size here: a sum that should be a mean?");
            if (Near(c, 1.0 / n)) return new(Mistake.BatchSize, $"the adjoint of input {input} is a {n}th of what it should be, a size here: a mean that should be a sum?");
        }
        return new(Mistake.Factor, string.Create(CultureInfo.InvariantCulture, $"the adjoint of input {input} is {c:G6} times what it should be"));
    }

    static bool Near(double c, double expected) => Math.Abs(c - expected) <= 1e-5 * Math.Abs(expected);

    // The numbers that a mean could have divided by: every dimension, and how many elements there are.
    static IEnumerable<long> Sizes(Trial trial) =>
        trial.Y.Select(y => y.Shape).Concat(trial.X.OfType<Value>().Select(x => x.Shape)).SelectMany(s => s.ToSizes().Append(s.Count.Size)).Where(n => n > 2).Distinct();

    static Diagnosis? Exchanged(Localisation local, int j)
    {
        for (int i = 0; i < local.Gradients.Length; i++)
            if (i != j && local.Gradients[i].Length == local.Gradients[j].Length && Agree(local, i, local.Bar(j)) && Vectors.Largest(local.Bar(j)) > 0)
                return new(Mistake.SwappedInputs, $"input {local.Trial.Active[j]} is given the adjoint of input {local.Trial.Active[i]}");
        return null;
    }

    static Diagnosis? Transposed(Localisation local, int j)
    {
        var sizes = local.Trial.Point[local.Trial.Active[j]]!.Dims;
        if (sizes.Length < 2 || sizes[^1] == 1 || sizes[^2] == 1) return null;
        var (a, turned) = (local.Bar(j), new double[local.Gradients[j].Length]);
        int rows = (int)sizes[^2], columns = (int)sizes[^1];
        // The adjoint is that of the transposed input, read in the input's own order.
        for (int e = 0; e < a.Length; e++)
        {
            int matrix = e / (rows * columns) * rows * columns, within = e % (rows * columns), row = within / columns, column = within % columns;
            turned[e] = a[matrix + column * rows + row];
        }
        return Agree(local, j, turned) ? new(Mistake.Transposed, $"the adjoint of input {local.Trial.Active[j]} is transposed") : null;
    }

    // What broadcasting repeats, made whole: an adjoint that was not summed is that of one of the repeated parts.
    static Diagnosis? Unsummed(Localisation local, int j)
    {
        var trial = local.Trial;
        int input = trial.Active[j];
        if (trial.Function.Op?.Broadcasts != true || trial.Smooth.Length != 1) return null;
        var (small, large) = (trial.X[input]!.Shape, trial.Y[trial.Smooth[0]].Shape);
        if (small == large || !Shape.TryBroadcast(small, large, out var both) || both != large) return null;
        var point = trial.Point.ToArray();
        point[input] = Evaluate.Op(trial.Function.Registry, trial.Function.Registry.Make("Expand"), [point[input], Tensor.Vector<long>(large.ToSizes())], new HashSet<int> { 1 })[0];
        var whole = new Trial(trial.Function with { Active = [input] }, point);
        var places = Places(small, large);
        var direction = new double[whole.Numbers(0).Length];
        for (int e = 0; e < small.Count.Size; e++)
        {
            // The first part that repeats element e.
            Array.Clear(direction);
            direction[Array.IndexOf(places, e)] = 1;
            var slope = FiniteDifferences.Central(t => whole.Phi(local.Weights, [direction], t));
            if (Math.Abs(slope.Value - local.Bar(j)[e]) > 10 * slope.Error + 1e-6 * Math.Abs(slope.Value)) return null;
        }
        return new(Mistake.MissingBroadcastSum, $"the adjoint of input {input} is that of the first of the parts that broadcasting repeats, not their sum");
    }

    // For each element of the large shape the element of the small one that it repeats.
    static int[] Places(Shape small, Shape large)
    {
        var (from, to) = (small.ToSizes(), large.ToSizes());
        var places = new int[large.Count.Size];
        for (int e = 0; e < places.Length; e++)
        {
            int rest = e, place = 0, stride = 1;
            for (int d = to.Length - 1; d >= 0; d--)
            {
                int index = rest % (int)to[d], s = d - (to.Length - from.Length);
                rest /= (int)to[d];
                if (s < 0) continue;
                if (from[s] != 1) place += index * stride;
                stride *= (int)from[s];
            }
            places[e] = place;
        }
        return places;
    }

    static Diagnosis? Repaired(Localisation local)
    {
        if (local.Trial.Function.Op is null) return null;
        foreach (var repair in MutationSites.Repairs(local.Trial.Function))
        {
            if (Bars(local, repair) is { } bars && Enumerable.Range(0, bars.Length).All(j => Agree(local, j, bars[j] ?? new double[local.Gradients[j].Length])))
                return new(repair.Mistake, $"with {repair.Description} it would be right");
        }
        return null;
    }

    static double[]?[]? Bars(Localisation local, Mutation repair)
    {
        try
        {
            return VectorProduct.Reverse(new Trial(local.Trial.Function.WithRule(repair), local.Trial.Point)).Of(local.Weights);
        }
        catch (NablaException)
        {
            // With this change the rule cannot be built: it is not the one.
            return null;
        }
    }

    // Where an input moves, the slopes do, and what the rule gives does not: it reads an old value.
    static Diagnosis? Stale(Localisation local, int j)
    {
        var trial = local.Trial;
        var elsewhere = trial.Function.Draw(ElementType.Float64, 4243);
        for (int i = 0; i < trial.Active.Length; i++)
        {
            var point = trial.Point.ToArray();
            point[trial.Active[i]] = elsewhere[trial.Active[i]];
            var moved = new Trial(trial.Function, point);
            var bars = VectorProduct.Reverse(moved).Of(local.Weights);
            if (Vectors.Distance(bars[j] ?? [], local.Bar(j)) > 0) continue;
            var there = new Localisation(moved, local.Weights, bars);
            if (there.Wrong.Any(w => w.Input == j) && Vectors.Distance([.. there.Gradients[j].Where(double.IsFinite)], [.. local.Gradients[j].Where(double.IsFinite)]) > 1e-6)
                return new(Mistake.StaleValue, $"the adjoint of input {trial.Active[j]} does not change with input {trial.Active[i]}, and the slope does: the rule reads a value that is not of this run");
        }
        return null;
    }

    // Numbers against the measured slopes of an input, within what these may be off.
    static bool Agree(Localisation local, int j, double[] numbers)
    {
        double scale = 1e-6 * Vectors.Largest([.. local.Gradients[j].Where(double.IsFinite)]);
        return local.Slopes.Where(s => s.Input == j).All(s => Math.Abs(numbers[s.Element] - s.Slope.Numeric.Value) <= scale + 10 * s.Slope.Numeric.Error || s.IsKink);
    }
}
