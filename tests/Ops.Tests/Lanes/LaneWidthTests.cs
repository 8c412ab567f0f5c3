using System.Runtime.InteropServices;
using Nabla.Ops;

namespace Nabla.Tests.LaneMaths;

/// <summary>Every formula has the same bits on one element and on registers of any width; what the processor lacks runs in software.</summary>
public sealed unsafe class LaneWidthTests
{
    [Fact] public void Exp_has_the_same_bits() => Compare<ExpFunction>();
    [Fact] public void Expm1_has_the_same_bits() => Compare<Expm1Function>();
    [Fact] public void Log_has_the_same_bits() => Compare<LogFunction>();
    [Fact] public void Log1p_has_the_same_bits() => Compare<Log1pFunction>();
    [Fact] public void Tanh_has_the_same_bits() => Compare<TanhFunction>();
    [Fact] public void Sigmoid_has_the_same_bits() => Compare<SigmoidFunction>();
    [Fact] public void Erf_has_the_same_bits() => Compare<ErfFunction>();
    [Fact] public void Sin_has_the_same_bits() => Compare<SinFunction>();
    [Fact] public void Cos_has_the_same_bits() => Compare<CosFunction>();
    [Fact] public void Tan_has_the_same_bits() => Compare<TanFunction>();
    [Fact] public void Sinh_has_the_same_bits() => Compare<SinhFunction>();
    [Fact] public void Cosh_has_the_same_bits() => Compare<CoshFunction>();
    [Fact] public void Asin_has_the_same_bits() => Compare<AsinFunction>();
    [Fact] public void Acos_has_the_same_bits() => Compare<AcosFunction>();
    [Fact] public void Atan_has_the_same_bits() => Compare<AtanFunction>();
    [Fact] public void Asinh_has_the_same_bits() => Compare<AsinhFunction>();
    [Fact] public void Acosh_has_the_same_bits() => Compare<AcoshFunction>();
    [Fact] public void Atanh_has_the_same_bits() => Compare<AtanhFunction>();
    [Fact] public void Pow_has_the_same_bits() => Compare<PowFunction>();
    [Fact] public void Every_member_has_the_same_bits() => Compare<MembersFunction>();

    private readonly struct MembersFunction : IFunction
    {
        public static L Of<L>(L x) where L : struct, ILane<L>
        {
            L half = L.Of(0.5), a = x * half, b = x - L.One;
            var y = L.Min(a, b) + L.Max(a, -b) + L.Lesser(b, a) - L.Greater(b, x) + L.Floor(x) - L.Ceiling(a) + L.Round(a) - L.Truncate(b);
            y = L.MulAdd(L.Sqrt(L.Abs(x)), half, y) / L.CopySign(L.Of(3), x);
            y = L.Select(L.And(L.Less(a, b), L.Not(L.Equal(L.Floor(x), x))), y, -y);
            y = L.Select(L.Or(L.LessOrEqual(x, L.Of(-7)), L.IsNaN(x)), a, y);
            return L.Any(L.Less(x, x)) ? L.Zero : Maths.ScaleB(Maths.Split(L.Abs(y), out var e), e) - y;
        }

        public static double Reference(double x) => throw new NotSupportedException();
    }

    private static void Compare<F>() where F : struct, IFunction
    {
        var inputs = new List<float>(MathsAccuracyTests.Edges());
        for (long bits = 0; bits <= uint.MaxValue; bits += 49_999) inputs.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        for (double x = -120; x < 120; x += 0.0137) inputs.Add((float)x);
        inputs.RemoveRange(inputs.Count / 16 * 16, inputs.Count % 16);

        float[] single = [.. inputs];
        double[] wide = [.. inputs.Select(x => x * 1.000000001)];
        float[] expected = Map<float, F, Scalar<float>>(single);
        Same(expected, Map<float, F, Lane128<float>>(single), single);
        Same(expected, Map<float, F, Lane256<float>>(single), single);
        Same(expected, Map<float, F, Lane512<float>>(single), single);
        double[] wideExpected = Map<double, F, Scalar<double>>(wide);
        Same(wideExpected, Map<double, F, Lane128<double>>(wide), wide);
        Same(wideExpected, Map<double, F, Lane256<double>>(wide), wide);
        Same(wideExpected, Map<double, F, Lane512<double>>(wide), wide);
    }

    private static T[] Map<T, F, L>(T[] x) where T : unmanaged where F : struct, IFunction where L : struct, ILane<L>
    {
        var y = new T[x.Length];
        fixed (T* p = x, q = y)
            for (int i = 0; i < x.Length; i += L.Width) F.Of(L.Load(p, i)).Store(q, i);
        return y;
    }

    private static void Same<T>(T[] expected, T[] got, T[] x) where T : unmanaged
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (expected[i].Equals(got[i]) && MemoryMarshal.AsBytes(expected.AsSpan(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(got.AsSpan(i, 1)))) continue;
            if (double.IsNaN(Convert.ToDouble(expected[i])) && double.IsNaN(Convert.ToDouble(got[i]))) continue;
            Assert.Fail($"at {x[i]}: {expected[i]} on one element, {got[i]} in a register");
        }
    }
}
