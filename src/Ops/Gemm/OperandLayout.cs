using System.Runtime.InteropServices;

namespace Nabla.Ops;

/// <summary>How the operands of a tile lie, as far as the micro-kernel makes use of it. In the first two, rows of A lie side by side.</summary>
internal enum OperandLayout
{
    /// <summary>Both packed.</summary>
    Packed = 1,
    /// <summary>B packed, A in place with its rows side by side.</summary>
    Across,
    /// <summary>B packed, A in place with the terms of a sum side by side.</summary>
    Along,
    /// <summary>Anyhow, the columns of B side by side.</summary>
    Any,
}

/// <summary>An <see cref="OperandLayout"/> as a type of as many bytes; why, see <see cref="ITileCount"/>.</summary>
internal interface IOperandLayout;

[StructLayout(LayoutKind.Sequential, Size = (int)OperandLayout.Packed)]
internal readonly struct PackedOperands : IOperandLayout;

[StructLayout(LayoutKind.Sequential, Size = (int)OperandLayout.Across)]
internal readonly struct AcrossOperands : IOperandLayout;

[StructLayout(LayoutKind.Sequential, Size = (int)OperandLayout.Along)]
internal readonly struct AlongOperands : IOperandLayout;

[StructLayout(LayoutKind.Sequential, Size = (int)OperandLayout.Any)]
internal readonly struct AnyOperands : IOperandLayout;
