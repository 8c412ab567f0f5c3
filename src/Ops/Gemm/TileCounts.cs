namespace Nabla.Ops;

/// <summary>How many rows or registers a tile has; a type, so that the micro-kernel is compiled for each.</summary>
internal interface ITileCount
{
    static abstract int Count { get; }
}

internal readonly struct Count1 : ITileCount { public static int Count => 1; }

internal readonly struct Count2 : ITileCount { public static int Count => 2; }

internal readonly struct Count3 : ITileCount { public static int Count => 3; }

internal readonly struct Count4 : ITileCount { public static int Count => 4; }

internal readonly struct Count5 : ITileCount { public static int Count => 5; }

internal readonly struct Count6 : ITileCount { public static int Count => 6; }

internal readonly struct Count7 : ITileCount { public static int Count => 7; }

internal readonly struct Count8 : ITileCount { public static int Count => 8; }

internal readonly struct Count9 : ITileCount { public static int Count => 9; }

internal readonly struct Count10 : ITileCount { public static int Count => 10; }

internal readonly struct Count11 : ITileCount { public static int Count => 11; }

internal readonly struct Count12 : ITileCount { public static int Count => 12; }
