namespace Nabla.Tests.LaneMaths;

/// <summary>Errors in units in the last place of the exact result.</summary>
internal static class Ulps
{
    public static double Of(float got, double exact)
    {
        float nearest = (float)exact;
        if (float.IsNaN(nearest) || float.IsNaN(got)) return float.IsNaN(nearest) == float.IsNaN(got) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity(nearest) || float.IsInfinity(got)) return got == nearest || Neighbours(got, nearest) ? 0 : double.PositiveInfinity;
        if (nearest == 0 && got == 0 && exact == 0) return float.IsNegative(got) == double.IsNegative(exact) ? 0 : double.PositiveInfinity;
        double ulp = Math.ScaleB(1, Math.Max(-149, (exact == 0 ? -149 : Math.ILogB(exact)) - 23));
        return Math.Abs(got - exact) / ulp;
    }

    public static double Of(double got, double exact, double rest)
    {
        if (double.IsNaN(exact) || double.IsInfinity(exact) || !double.IsFinite(got)) return got.Equals(exact) ? 0 : double.PositiveInfinity;
        double ulp = Math.ScaleB(1, Math.Max(-1074, (exact == 0 ? -1074 : Math.ILogB(exact)) - 52));
        return Math.Abs((got - exact) - rest) / ulp;
    }

    private static bool Neighbours(float a, float b) => MathF.BitIncrement(a) == b || MathF.BitDecrement(a) == b;
}
