using System.Runtime.InteropServices;

namespace Nabla.Ops;

/// <summary>
/// How many rows or registers a tile has, as a type of as many bytes, so that the micro-kernel is compiled for each. <c>sizeof</c> is a constant when the JIT first reads a method: what a number leaves
/// out is not looked at. A static property is a call until later: with it the kernel of one row took 22 ms to compile instead of 2, that of twelve 24 instead of 14.
/// </summary>
internal interface ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 1)]
internal readonly struct Count1 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 2)]
internal readonly struct Count2 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 3)]
internal readonly struct Count3 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 4)]
internal readonly struct Count4 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 5)]
internal readonly struct Count5 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 6)]
internal readonly struct Count6 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 7)]
internal readonly struct Count7 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly struct Count8 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 9)]
internal readonly struct Count9 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 10)]
internal readonly struct Count10 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 11)]
internal readonly struct Count11 : ITileCount;

[StructLayout(LayoutKind.Sequential, Size = 12)]
internal readonly struct Count12 : ITileCount;
