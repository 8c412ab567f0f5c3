using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = (a = b), broadcasting.</summary>
[Op("Equal", 7, 11, 13, 19, Signature = "A, B -> C")]
public sealed record Equal() : Elementwise2<Equal.Map>
{
    /// <summary>The comparison, as a mask; false where either is NaN.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.Equal(a, b);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => true;

    /// <inheritdoc/>
    protected override ElementType Result(ElementType inputs) => ElementType.Bool;

    // A mask of a floating-point lane is a NaN, equal to nothing: for bool, a = b is not (a xor b).
    /// <inheritdoc/>
    public override bool PrefersBody(IReadOnlyList<Value?> x) => x[0]!.Element == ElementType.Bool;

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) =>
        x[0]!.Element == ElementType.Bool ? [graph.Add("Xor", x[0], x[1]).Not()] : null;
}

/// <summary>Before version 7 only the second input was spread over the first, and only if asked for.</summary>
[Op("Equal", 1, Signature = "A, B -> C")]
public sealed record Equal1(long? Axis = null, long Broadcast = 0) : BroadcastUpgrade(Axis, Broadcast);
