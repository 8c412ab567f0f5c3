namespace Nabla.Ops;

/// <summary>How the operands of a tile lie, as far as the micro-kernel makes use of it.</summary>
internal enum OperandLayout
{
    /// <summary>Both packed.</summary>
    Packed,
    /// <summary>B packed, A in place with the terms of a sum side by side.</summary>
    Along,
    /// <summary>B packed, A in place with its rows side by side.</summary>
    Across,
    /// <summary>Anyhow, the columns of B side by side.</summary>
    Any,
}

/// <summary>An <see cref="OperandLayout"/> as a type, so that the micro-kernel is compiled for each.</summary>
internal interface IOperandLayout
{
    static abstract OperandLayout Is { get; }

    /// <summary>The rows of A lie side by side.</summary>
    static abstract bool IsAcross { get; }
}

internal readonly struct PackedOperands : IOperandLayout
{
    public static OperandLayout Is => OperandLayout.Packed;

    public static bool IsAcross => true;
}

internal readonly struct AlongOperands : IOperandLayout
{
    public static OperandLayout Is => OperandLayout.Along;

    public static bool IsAcross => false;
}

internal readonly struct AcrossOperands : IOperandLayout
{
    public static OperandLayout Is => OperandLayout.Across;

    public static bool IsAcross => true;
}

internal readonly struct AnyOperands : IOperandLayout
{
    public static OperandLayout Is => OperandLayout.Any;

    public static bool IsAcross => false;
}
