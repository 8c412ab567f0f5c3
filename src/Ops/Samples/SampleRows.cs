namespace Nabla.Ops;

/// <summary>Rows that many ops want: lengths around every register width, shapes that broadcast.</summary>
public static class SampleRows
{
    /// <summary>Lengths around every register width, and one that is long enough for several threads.</summary>
    public static IReadOnlyList<long> Lengths { get; } = [0, 1, 7, 8, 9, 31, 33, 1003];

    /// <summary>Rows for an elementwise op of one input.</summary>
    /// <param name="op">The op.</param>
    /// <param name="domain">Where it is defined, and what to keep away from; null: (−2, 2).</param>
    /// <param name="differentiable">False if it has no slope.</param>
    /// <param name="tolerance">See <see cref="OpSample.Tolerance"/>.</param>
    /// <param name="name">What the rows are called; by default as the op.</param>
    public static IEnumerable<OpSample> Unary(Op op, Func<InputSpec, InputSpec>? domain = null, bool differentiable = true, double tolerance = 2e-6, string? name = null) =>
        Lengths.Select(n => new OpSample($"{name ?? op.Schema.Name} [{n}]", op, (domain ?? (i => i))(InputSpec.Float(n))) { Differentiable = differentiable, Tolerance = tolerance });

    /// <summary>Rows for an elementwise op of two inputs that broadcast; parameters as <see cref="Unary"/>.</summary>
    public static IEnumerable<OpSample> Binary(Op op, Func<InputSpec, InputSpec>? a = null, Func<InputSpec, InputSpec>? b = null, bool differentiable = true, double tolerance = 2e-6)
    {
        (a, b) = (a ?? (i => i), b ?? (i => i));
        OpSample Row(string shapes, long[] x, long[] y) =>
            new($"{op.Schema.Name} {shapes}", op, a(InputSpec.Float(x)), b(InputSpec.Float(y))) { Differentiable = differentiable, Tolerance = tolerance };
        foreach (long n in Lengths) yield return Row($"[{n}]", [n], [n]);
        yield return Row("row", [5, 9], [9]);
        yield return Row("column", [5, 9], [5, 1]);
        yield return Row("scalar", [33], []);
        yield return Row("scalar first", [], [3, 11]);
        yield return Row("outer", [7, 1], [1, 9]);
        yield return Row("middle", [3, 1, 9], [3, 4, 1]);
        yield return Row("large", [40, 1000], [1000]);
    }

    /// <summary>A row for an elementwise op of one input that stands on kinks.</summary>
    /// <param name="op">The op.</param>
    /// <param name="kinks">Where the slopes on both sides differ: exactly, for beside a kink by less than any step nothing can be measured.</param>
    public static OpSample AtKinks(Op op, params float[] kinks) => new($"{op.Schema.Name} at its kinks", op, InputSpec.Of(Tensor.Vector<float>(kinks))) { AtKink = true };
}
