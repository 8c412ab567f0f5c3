using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>A 128-bit register of <typeparamref name="T"/>.</summary>
/// <typeparam name="T">float, double, int, long or ulong.</typeparam>
public readonly unsafe partial struct Lane128<T>(Vector128<T> value) : ILane<Lane128<T>>
    where T : unmanaged, INumber<T>
{
    private readonly Vector128<T> _v = value;

    /// <summary>The register itself.</summary>
    public Vector128<T> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _v;
    }

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16 / sizeof(T);
    }

    /// <inheritdoc/>
    public static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    /// <inheritdoc/>
    public static bool IsInteger
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) != typeof(float) && typeof(T) != typeof(double);
    }

    /// <inheritdoc/>
    public static Lane128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.Zero);
    }

    /// <inheritdoc/>
    public static Lane128<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Of(double x)
    {
        if (typeof(T) == typeof(float)) return new(Vector128.Create((float)x).As<float, T>());
        if (typeof(T) == typeof(double)) return new(Vector128.Create(x).As<double, T>());
        if (typeof(T) == typeof(int)) return new(Vector128.Create((int)x).As<int, T>());
        if (typeof(T) == typeof(ulong)) return new(Vector128.Create((ulong)x).As<ulong, T>());
        return new(Vector128.Create((long)x).As<long, T>());
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator +(Lane128<T> a, Lane128<T> b) => new(a._v + b._v);

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> a, Lane128<T> b) => new(a._v - b._v);

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator *(Lane128<T> a, Lane128<T> b) => new(a._v * b._v);

    /// <summary>a / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator /(Lane128<T> a, Lane128<T> b) => new(a._v / b._v);

    /// <summary>−a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> operator -(Lane128<T> a) => new(-a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> MulAdd(Lane128<T> a, Lane128<T> b, Lane128<T> c)
    {
        if (typeof(T) == typeof(float))
            return new(Vector128.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double))
            return new(Vector128.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>());
        return new(a._v * b._v + c._v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Lane128<T> sum, Lane128<T> a, Lane128<T> b)
    {
        if (typeof(T) == typeof(float))
            Unsafe.AsRef(in sum._v) = Vector128.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), sum._v.AsSingle()).As<float, T>();
        else if (typeof(T) == typeof(double))
            Unsafe.AsRef(in sum._v) = Vector128.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), sum._v.AsDouble()).As<double, T>();
        else sum = MulAdd(a, b, sum);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Lesser(Lane128<T> a, Lane128<T> b) =>
        // Only x86 defines its native minimum as this very choice.
        X86Base.IsSupported ? new(Vector128.MinNative(a._v, b._v)) : Select(Less(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Greater(Lane128<T> a, Lane128<T> b) =>
        X86Base.IsSupported ? new(Vector128.MaxNative(a._v, b._v)) : Select(Less(b, a), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Min(Lane128<T> a, Lane128<T> b) => IsInteger ? Lesser(a, b) : Select(IsNaN(a), a, Lesser(a, b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Max(Lane128<T> a, Lane128<T> b) => IsInteger ? Greater(a, b) : Select(IsNaN(a), a, Greater(a, b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Abs(Lane128<T> x) => new(Vector128.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Sqrt(Lane128<T> x) => new(Vector128.Sqrt(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> CopySign(Lane128<T> magnitude, Lane128<T> sign) => new(Vector128.CopySign(magnitude._v, sign._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Floor(Lane128<T> x)
    {
        if (typeof(T) == typeof(float)) return new(Vector128.Floor(x._v.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double)) return new(Vector128.Floor(x._v.AsDouble()).As<double, T>());
        return x;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Ceiling(Lane128<T> x)
    {
        if (typeof(T) == typeof(float)) return new(Vector128.Ceiling(x._v.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double)) return new(Vector128.Ceiling(x._v.AsDouble()).As<double, T>());
        return x;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Round(Lane128<T> x)
    {
        if (typeof(T) == typeof(float)) return new(Vector128.Round(x._v.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double)) return new(Vector128.Round(x._v.AsDouble()).As<double, T>());
        return x;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128<T> Truncate(Lane128<T> x)
    {
        if (typeof(T) == typeof(float)) return new(Vector128.Truncate(x._v.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double)) return new(Vector128.Truncate(x._v.AsDouble()).As<double, T>());
        return x;
    }
}
