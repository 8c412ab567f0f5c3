using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = a and b, of bool, broadcasting.</summary>
[Op("And", 7, Signature = "A, B -> C")]
public sealed record And() : Elementwise2<And.Map>
{
    /// <summary>The connective, on masks.</summary>
    public readonly struct Map : IMap2
    {
        /// <inheritdoc/>
        public static L Of<L>(L a, L b) where L : struct, ILane<L> => L.And(a, b);
    }

    /// <inheritdoc/>
    protected override bool Accepts(ElementType element) => element == ElementType.Bool;
}
