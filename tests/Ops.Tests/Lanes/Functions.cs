using Nabla.Ops;

namespace Nabla.Tests.LaneMaths;

/// <summary>A function of the tests: the lane formula and its reference in double.</summary>
public interface IFunction
{
    static abstract L Of<L>(L x) where L : struct, ILane<L>;

    static abstract double Reference(double x);
}

public readonly struct ExpFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Exp(x);
    public static double Reference(double x) => Math.Exp(x);
}

public readonly struct Expm1Function : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Expm1(x);
    public static double Reference(double x) => Math.Abs(x) < 1 ? 2 * Math.Exp(x / 2) * Math.Sinh(x / 2) : Math.Exp(x) - 1;
}

public readonly struct LogFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Log(x);
    public static double Reference(double x) => Math.Log(x);
}

public readonly struct Log1pFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Log1p(x);
    public static double Reference(double x) => Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);
}

public readonly struct TanhFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Tanh(x);
    public static double Reference(double x) => Math.Tanh(x);
}

public readonly struct SigmoidFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Sigmoid(x);
    public static double Reference(double x) => 1 / (1 + Math.Exp(-x));
}

public readonly struct ErfFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Erf(x);

    // The base library has no erf; ours in double is checked against the table on its own.
    public static double Reference(double x) => Maths.Erf(new Scalar<double>(x)).Value;
}

public readonly struct SinFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Sin(x);
    public static double Reference(double x) => Math.Sin(x);
}

public readonly struct CosFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Cos(x);
    public static double Reference(double x) => Math.Cos(x);
}

public readonly struct TanFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Tan(x);
    public static double Reference(double x) => Math.Tan(x);
}

public readonly struct SinhFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Sinh(x);
    public static double Reference(double x) => Math.Sinh(x);
}

public readonly struct CoshFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Cosh(x);
    public static double Reference(double x) => Math.Cosh(x);
}

public readonly struct AsinFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Asin(x);
    public static double Reference(double x) => Math.Asin(x);
}

public readonly struct AcosFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Acos(x);
    public static double Reference(double x) => Math.Acos(x);
}

public readonly struct AtanFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Atan(x);
    public static double Reference(double x) => Math.Atan(x);
}

public readonly struct AsinhFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Asinh(x);
    public static double Reference(double x) => Math.Asinh(x);
}

public readonly struct AcoshFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Acosh(x);
    public static double Reference(double x) => Math.Acosh(x);
}

public readonly struct AtanhFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Atanh(x);
    public static double Reference(double x) => Math.Atanh(x);
}

/// <summary>x to a power that takes every special case in turn.</summary>
public readonly struct PowFunction : IFunction
{
    public static L Of<L>(L x) where L : struct, ILane<L> => Maths.Pow(x, L.Of(2.5)) + Maths.Pow(x, L.Of(-3)) + Maths.Pow(L.Of(-1.5), x);
    public static double Reference(double x) => Math.Pow(x, 2.5) + Math.Pow(x, -3) + Math.Pow(-1.5, x);
}
