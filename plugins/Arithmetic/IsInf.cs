using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = true where x is infinite.</summary>
/// <param name="DetectNegative">1 if −∞ counts.</param>
/// <param name="DetectPositive">1 if ∞ counts.</param>
[Op("IsInf", 10, 20, Signature = "X -> Y")]
public sealed record IsInf(long DetectNegative = 1, long DetectPositive = 1) : Elementwise3<IsInf.Map>
{
    /// <summary>Whether x is one of two numbers; NaN is equal to nothing.</summary>
    public readonly struct Map : IMap3
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x, L low, L high) where L : struct, ILane<L> => L.Or(L.Equal(x, low), L.Equal(x, high));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Constants => [DetectNegative != 0 ? double.NegativeInfinity : double.NaN, DetectPositive != 0 ? double.PositiveInfinity : double.NaN];

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element.IsFloat();

    /// <inheritdoc/>
    protected override ElementType Result(ElementType inputs) => ElementType.Bool;
}
