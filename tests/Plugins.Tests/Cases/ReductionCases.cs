using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests.Cases;

static class ReductionCases
{
    public static IEnumerable<OpCase> All =>
    [
        .. Over("ReduceSum", (k, n) => new ReduceSum(k, n)), .. Over("ReduceMean", (k, n) => new ReduceMean(k, n)),
    ];

    static IEnumerable<OpCase> Over(string name, Func<long, long, Op> op, Func<InputSpec, InputSpec>? domain = null, bool differentiable = true)
    {
        OpCase Case(string what, Op o, long[] sizes, params long[] axes) =>
            new($"{name} {what}", o, [(domain ?? (i => i))(InputSpec.Float(sizes)), .. axes.Length > 0 ? [InputSpec.Ints(axes)] : (InputSpec[])[]])
            { Constant = new HashSet<int> { 1 }, Tolerance = 1e-5, Differentiable = differentiable };
        foreach (long n in new long[] { 1, 7, 8, 9, 31, 33, 1003, 9000 }) yield return Case($"all [{n}]", op(0, 0), [n]);
        foreach (long n in new long[] { 1, 9, 33, 1003 })
        {
            yield return Case($"rows [5,{n}]", op(0, 0), [5, n], 1);
            yield return Case($"columns [5,{n}]", op(1, 0), [5, n], 0);
        }
        yield return Case("middle", op(0, 0), [3, 4, 5], 1);
        yield return Case("outer and inner", op(1, 0), [3, 4, 5], 0, -1);
        yield return Case("first two", op(0, 0), [3, 4, 5], 0, 1);
        yield return Case("four dimensions", op(0, 0), [2, 3, 4, 5], 1, 3);
        yield return Case("all kept", op(1, 0), [3, 4]);
        yield return Case("nothing to do", op(1, 1), [3, 4]);
    }
}
