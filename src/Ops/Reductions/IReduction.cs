namespace Nabla.Ops;

/// <summary>A reduction as a formula: finish(⊕ᵢ map(xᵢ), count). ⊕ is associative and commutative but for rounding.</summary>
public interface IReduction
{
    /// <summary>An x whose image changes nothing: map(x) ⊕ y = y. What an empty reduction and unused elements of a register hold.</summary>
    static abstract L Neutral<L>() where L : struct, ILane<L>;

    /// <summary>What is done to each element first.</summary>
    static abstract L Map<L>(L x) where L : struct, ILane<L>;

    /// <summary>a ⊕ b.</summary>
    static abstract L Combine<L>(L a, L b) where L : struct, ILane<L>;

    /// <summary>True if one element alone is reduced to itself.</summary>
    static virtual bool KeepsOne => false;

    /// <summary>What is done to the total last.</summary>
    static abstract L Finish<L>(L total, L count) where L : struct, ILane<L>;
}
