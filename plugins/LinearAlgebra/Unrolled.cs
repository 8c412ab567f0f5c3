using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Algorithms of small matrices, step by step in standard ops: what other runtimes, which have no op for them, are given. Null for a matrix whose
/// size is not known or too large to write out.</summary>
static class Unrolled
{
    const long MaxSize = 16;

    public static Value? Inverse(Value a)
    {
        if (SizeOf(a) is not { } n) return null;
        var identity = new double[n * n];
        for (int i = 0; i < n; i++) identity[i * n + i] = 1;
        return Solve(a, a.Graph.Constant(Tensor.Of(identity, n, n)).Cast(a.Element));
    }

    // Gauss and Jordan. Rows stay where they are: each column takes the largest element of the rows that are still free for its pivot, and in the end the
    // left side is a permutation.
    public static Value? Solve(Value a, Value b)
    {
        if (SizeOf(a) is not { } n) return null;
        var (rows, left, right, zero) = (Rows(a, n), a, b, a.Literal(0));
        Value? taken = null;
        for (int c = 0; c < n; c++)
        {
            var column = Part(left, -1, c);
            var size = taken is null ? column.Abs() : taken.Where(a.Literal(-1), column.Abs());
            var isPivot = rows.EqualTo(size.AddWith("ArgMax", [("axis", -2L)]));
            Value Row(Value side) => isPivot.Where(side, zero).Sum([-2], keepDims: true);
            var pivot = Part(Row(left), -1, c);
            Value Step(Value side)
            {
                var row = Row(side) / pivot;
                return isPivot.Where(row, side - column * row);
            }
            (left, right) = (Step(left), Step(right));
            taken = taken is null ? isPivot : a.Graph.Add("Or", taken, isPivot);
        }
        return left.T.MatMul(right);
    }

    // Column by column; what a column explains is taken off the rest.
    public static Value? Cholesky(Value a)
    {
        if (SizeOf(a) is not { } n) return null;
        if (n == 0) return a;
        var (rest, columns) = (a, new List<Value>());
        for (int c = 0; c < n; c++)
        {
            var column = Part(rest, -1, c);
            var below = a.Graph.Constant(Tensor.Of([.. Enumerable.Range(0, (int)n).Select(i => i >= c)], n, 1));
            columns.Add(below.Where(column / Part(column, -2, c).Sqrt(), a.Literal(0)));
            rest -= columns[^1].MatMul(columns[^1].T);
        }
        return columns[0].AddWith("Concat", [("axis", -1L)], [.. columns.Skip(1)]);
    }

    static long? SizeOf(Value a) => a.Shape.Dims[^1] is { IsStatic: true } n && n.Size <= MaxSize ? n.Size : null;

    static Value Rows(Value a, long n) => a.Graph.Constant(Tensor.Of([.. Enumerable.Range(0, (int)n).Select(i => (long)i)], n, 1));

    static Value Part(Value x, long axis, long at) => x.Graph.Add("Slice", x, x.Graph.Ints(at), x.Graph.Ints(at + 1), x.Graph.Ints(axis));
}
