using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class ReductionsSamples : IOpSamples
{
    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. Over("ReduceSum", (k, n) => new ReduceSum(k, n)), .. Over("ReduceMean", (k, n) => new ReduceMean(k, n)),
        .. Over("ReduceMax", (k, n) => new ReduceMax(k, n)), .. Over("ReduceMin", (k, n) => new ReduceMin(k, n)),
        // Near 1, or the product of nine thousand numbers is nothing but rounding.
        .. Over("ReduceProd", (k, n) => new ReduceProd(k, n), i => i.In(0.999, 1.001)),
        .. Over("ReduceL1", (k, n) => new ReduceL1(k, n), i => i.AwayFrom(0)), .. Over("ReduceL2", (k, n) => new ReduceL2(k, n)),
        .. Over("ReduceSumSquare", (k, n) => new ReduceSumSquare(k, n)), .. Over("ReduceLogSum", (k, n) => new ReduceLogSum(k, n), i => i.In(0.5, 2)),
        .. Over("ReduceLogSumExp", (k, n) => new ReduceLogSumExp(k, n)),
        new("ReduceMax at its kinks", new ReduceMax(0), InputSpec.Of(Tensor.Of([1f, 3f, 3f, 2f, 2f, 2f], 2, 3)), InputSpec.Ints(1)) { AtKink = true, Constant = new HashSet<int> { 1 } },
        new("ReduceL1 at its kinks", new ReduceL1(0), InputSpec.Of(Tensor.Of([0f, 3f, -3f, 2f, 0f, 0f], 2, 3)), InputSpec.Ints(1)) { AtKink = true, Constant = new HashSet<int> { 1 } },
        .. from last in new[] { 0L, 1L }
           from keep in new[] { 0L, 1L }
           from axis in new[] { 0L, -1L }
           from op in new Op[] { new ArgMax(axis, keep, last), new ArgMin(axis, keep, last) }
           select new OpSample($"{op.Schema.Name} axis {axis} keep {keep} last {last}", op, InputSpec.Float(5, 33)) { Differentiable = false },
        new("ArgMax of ties", new ArgMax(), InputSpec.Of(Tensor.Vector(1f, 3f, 3f, 2f))) { Differentiable = false },
        new("ArgMax of the last tie", new ArgMax(0, 1, 1), InputSpec.Of(Tensor.Vector(1f, 3f, 3f, 2f))) { Differentiable = false },
        new("ReduceSum int64", new ReduceSum(0), InputSpec.Of(Tensor.Of([1L, 2, 3, 4, 5, 6], 2, 3)), InputSpec.Ints(1)) { Constant = new HashSet<int> { 1 }, Differentiable = false },
        new("ReduceProd with a zero", new ReduceProd(0), InputSpec.Of(Tensor.Of([1f, 0, 3, 4, 5, 6], 2, 3)), InputSpec.Ints(1)) { Constant = new HashSet<int> { 1 }, Differentiable = false },
        .. from exclusive in new[] { 0L, 1L }
           from reverse in new[] { 0L, 1L }
           from axis in new[] { 0L, 1L, -1L }
           from row in new OpSample[]
           {
               Along(new CumSum(exclusive, reverse), InputSpec.Float(5, 9, 33), axis), Along(new CumProd(exclusive, reverse), InputSpec.Float(3, 4, 5), axis),
           }
           select row,
        new("CumSum int64", new CumSum(), InputSpec.Ints(1, 2, 3), InputSpec.Of(Tensor.Scalar(0))) { Constant = new HashSet<int> { 1 }, Differentiable = false },
        Along(new CumSum(), InputSpec.Float(3, 4), 1), Along(new CumProd(), InputSpec.Float(1003).In(0.9, 1.1), 0), Along(new CumProd(), InputSpec.Float(3, 0), 1),
        Along(new CumProd(1), InputSpec.Float(4, 1), 1),
        new("CumProd int64", new CumProd(), InputSpec.Ints(1, 2, 3), InputSpec.Of(Tensor.Scalar(0))) { Constant = new HashSet<int> { 1 }, Differentiable = false },
        .. from reverse in new[] { 0L, 1L }
           from axis in new[] { 0L, 1L, -1L }
           select new OpSample($"LinearRecurrence axis {axis} reverse {reverse}", new LinearRecurrence(axis, reverse), InputSpec.Float(3, 4, 5), InputSpec.Float(3, 4, 5)) { Tolerance = 1e-5 },
        new("LinearRecurrence of one", new LinearRecurrence(), InputSpec.Float(1, 2), InputSpec.Float(1, 2)) { NotOnOrt = "its body does not read the factors" },
        new("LinearRecurrence of nothing", new LinearRecurrence(1), InputSpec.Float(2, 0), InputSpec.Float(2, 0)) { NotOnOrt = "its body does not read the factors" },
        new("LinearRecurrence long", new LinearRecurrence(1), InputSpec.Float(2, 1003).In(-1, 1), InputSpec.Float(2, 1003)) { Tolerance = 1e-5 },
        new("CumSum of nothing", new CumSum(), InputSpec.Float(3, 0), InputSpec.Of(Tensor.Scalar(1L))) { Constant = new HashSet<int> { 1 } },
    ];

    static OpSample Along(Op op, InputSpec x, long axis) =>
        new($"{op.Schema.Name} [{string.Join(',', x.Sizes)}] axis {axis}{string.Concat(op.Schema.NonDefault(op).Select(a => $" {a.Attribute.OnnxName}"))}", op, x, InputSpec.Of(Tensor.Scalar(axis)))
        { Constant = new HashSet<int> { 1 }, Tolerance = 1e-5 };

    static IEnumerable<OpSample> Over(string name, Func<long, long, Op> op, Func<InputSpec, InputSpec>? domain = null, bool differentiable = true)
    {
        OpSample Case(string what, Op o, long[] sizes, params long[] axes) =>
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
