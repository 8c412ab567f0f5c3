namespace Nabla.Ops;

/// <summary>An elementwise formula of one operand, written once for every register width. Mark <c>Of</c> for aggressive inlining:
/// a call for each lane costs ten times the arithmetic.</summary>
public interface IMap
{
    /// <summary>The formula.</summary>
    static abstract L Of<L>(L x) where L : struct, ILane<L>;
}

/// <summary>An elementwise formula of two operands.</summary>
public interface IMap2
{
    /// <summary>The formula.</summary>
    static abstract L Of<L>(L a, L b) where L : struct, ILane<L>;
}

/// <summary>An elementwise formula of three operands.</summary>
public interface IMap3
{
    /// <summary>The formula.</summary>
    static abstract L Of<L>(L a, L b, L c) where L : struct, ILane<L>;
}
