#pragma warning disable CS1591 // numbers as types
namespace Nabla.Ops;

public readonly struct I0 : IIndex { public static int K => 0; }
public readonly struct I1 : IIndex { public static int K => 1; }
public readonly struct I2 : IIndex { public static int K => 2; }
public readonly struct I3 : IIndex { public static int K => 3; }
public readonly struct I4 : IIndex { public static int K => 4; }
public readonly struct I5 : IIndex { public static int K => 5; }
public readonly struct I6 : IIndex { public static int K => 6; }
public readonly struct I7 : IIndex { public static int K => 7; }
public readonly struct I8 : IIndex { public static int K => 8; }
public readonly struct I9 : IIndex { public static int K => 9; }
public readonly struct I10 : IIndex { public static int K => 10; }
public readonly struct I11 : IIndex { public static int K => 11; }
public readonly struct I12 : IIndex { public static int K => 12; }
public readonly struct I13 : IIndex { public static int K => 13; }
public readonly struct I14 : IIndex { public static int K => 14; }
public readonly struct I15 : IIndex { public static int K => 15; }
public readonly struct I16 : IIndex { public static int K => 16; }
public readonly struct I17 : IIndex { public static int K => 17; }
public readonly struct I18 : IIndex { public static int K => 18; }
public readonly struct I19 : IIndex { public static int K => 19; }
public readonly struct I20 : IIndex { public static int K => 20; }
public readonly struct I21 : IIndex { public static int K => 21; }
public readonly struct I22 : IIndex { public static int K => 22; }
public readonly struct I23 : IIndex { public static int K => 23; }
