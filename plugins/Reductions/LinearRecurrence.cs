using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>yᵢ = aᵢ·yᵢ₋₁ + xᵢ along an axis, from y₀ = x₀. Its adjoint is again one, so that derivatives of any order cost one sweep each.</summary>
/// <param name="Axis">The axis; negative from the end.</param>
/// <param name="Reverse">1 to go from the end: yᵢ = aᵢ·yᵢ₊₁ + xᵢ.</param>
[Op("LinearRecurrence", 1, Domain = "nabla", Signature = "factors, x -> y")]
public sealed record LinearRecurrence(long Axis = 0, long Reverse = 0) : Op
{
    // λᵢ = ȳᵢ + aᵢ₊₁·λᵢ₊₁: x̄ = λ, āᵢ = λᵢ·yᵢ₋₁
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        long onwards = Reverse == 0 ? 1 : -1;
        var dx = p.Graph.Add(this with { Reverse = Reverse == 0 ? 1 : 0 }, Shift.Along(p.X(0), Axis, -onwards), p.dY)[0];
        return [dx * Shift.Along(p.Y(), Axis, onwards), dx];
    }

    // By doubling: after the step with shift d each place has taken in the 2d − 1 before it.
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (a, y, onwards) = (x[0]!, x[1]!, Reverse == 0 ? 1 : -1);
        if (y.Shape[y.Shape.Axis(Axis)] is not { IsStatic: true } size) return null;
        for (long d = 1; d < size.Size; d *= 2)
        {
            y += a * Shift.Along(y, Axis, d * onwards);
            a *= Shift.Along(a, Axis, d * onwards);
        }
        return [y];
    }

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        x.SameElement();
        x.Axis(Axis, x.Shape(1).Rank);
        x.Require(x.Shape(0).Rank == x.Shape(1).Rank, "factors and x need one shape");
        for (int i = 0; i < x.Shape(1).Rank; i++) x.RequireEqual(x.Shape(0)[i], x.Shape(1)[i], "factors and x need one shape");
        return [x.Type(1)];
    }

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => true;

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.Out().Element switch
    {
        ElementType.Float32 => new Sweep<float>(b, this),
        ElementType.Float64 => new Sweep<double>(b, this),
        _ => null,
    };

    sealed unsafe class Sweep<T>(Binding b, LinearRecurrence op) : Kernel, IParallelBody where T : unmanaged, INumber<T>
    {
        readonly T* _a = (T*)b.In(0).Pointer, _x = (T*)b.In(1).Pointer, _y = (T*)b.Out().Pointer;
        readonly (nint Outer, nint Size, nint Inner) _around = Axes.Around(b.Out().Sizes, Axes.Axis(op.Axis, b.Out().Rank));
        readonly bool _reverse = op.Reverse != 0;

        public override void Run(WorkerPool pool) => pool.For(this, checked((int)_around.Outer), (int)Math.Max(1, 16_384 / Math.Max(1, _around.Size * _around.Inner)));

        void IParallelBody.Run(int begin, int end, int worker)
        {
            var (_, size, inner) = _around;
            if (size * inner == 0) return;
            for (nint o = begin; o < end; o++)
            {
                nint step = _reverse ? -inner : inner, row = o * size * inner + (_reverse ? (size - 1) * inner : 0);
                for (nint i = 0; i < inner; i++) _y[row + i] = _x[row + i];
                for (nint k = 1; k < size; k++)
                {
                    row += step;
                    for (nint i = 0; i < inner; i++) _y[row + i] = _a[row + i] * _y[row - step + i] + _x[row + i];
                }
            }
        }
    }
}
