using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>A lane of one element: the plain meaning of every formula, and what the wider lanes are tested against.</summary>
/// <typeparam name="T">float, double, int, long or ulong.</typeparam>
public readonly unsafe partial struct Scalar<T>(T value) : ILane<Scalar<T>>
    where T : unmanaged, INumber<T>
{
    private readonly T _v = value;

    /// <summary>The element itself.</summary>
    public T Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _v;
    }

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
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
    public static Scalar<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    /// <inheritdoc/>
    public static Scalar<T> One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Of(double x)
    {
        if (typeof(T) == typeof(float)) return new(Unsafe.BitCast<float, T>((float)x));
        if (typeof(T) == typeof(double)) return new(Unsafe.BitCast<double, T>(x));
        if (typeof(T) == typeof(int)) return new(Unsafe.BitCast<int, T>((int)x));
        if (typeof(T) == typeof(ulong)) return new(Unsafe.BitCast<ulong, T>((ulong)x));
        return new(Unsafe.BitCast<long, T>((long)x));
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> a, Scalar<T> b) => new(a._v + b._v);

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> a, Scalar<T> b) => new(a._v - b._v);

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> a, Scalar<T> b) => new(a._v * b._v);

    /// <summary>a / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator /(Scalar<T> a, Scalar<T> b) => new(a._v / b._v);

    /// <summary>−a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> a) => new(-a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MulAdd(Scalar<T> a, Scalar<T> b, Scalar<T> c)
    {
        if (typeof(T) == typeof(float)) return Of(MathF.FusedMultiplyAdd(a.Single, b.Single, c.Single));
        if (typeof(T) == typeof(double)) return Of(Math.FusedMultiplyAdd(a.Double, b.Double, c.Double));
        return new(a._v * b._v + c._v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(ref Scalar<T> sum, Scalar<T> a, Scalar<T> b) => sum = MulAdd(a, b, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Lesser(Scalar<T> a, Scalar<T> b) => a._v < b._v ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Greater(Scalar<T> a, Scalar<T> b) => a._v > b._v ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Min(Scalar<T> a, Scalar<T> b) => T.IsNaN(a._v) || a._v < b._v ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Max(Scalar<T> a, Scalar<T> b) => T.IsNaN(a._v) || a._v > b._v ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Abs(Scalar<T> x) => IsInteger ? (x._v < T.Zero ? -x : x) : new(T.Abs(x._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> CopySign(Scalar<T> magnitude, Scalar<T> sign) => new(T.CopySign(magnitude._v, sign._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Sqrt(Scalar<T> x)
    {
        if (typeof(T) == typeof(float)) return Of(MathF.Sqrt(x.Single));
        return Of(Math.Sqrt(double.CreateTruncating(x._v)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Floor(Scalar<T> x)
    {
        if (typeof(T) == typeof(float)) return Of(MathF.Floor(x.Single));
        return typeof(T) == typeof(double) ? Of(Math.Floor(x.Double)) : x;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Ceiling(Scalar<T> x)
    {
        if (typeof(T) == typeof(float)) return Of(MathF.Ceiling(x.Single));
        return typeof(T) == typeof(double) ? Of(Math.Ceiling(x.Double)) : x;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Round(Scalar<T> x)
    {
        if (typeof(T) == typeof(float)) return Of(MathF.Round(x.Single));
        return typeof(T) == typeof(double) ? Of(Math.Round(x.Double)) : x;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Truncate(Scalar<T> x)
    {
        if (typeof(T) == typeof(float)) return Of(MathF.Truncate(x.Single));
        return typeof(T) == typeof(double) ? Of(Math.Truncate(x.Double)) : x;
    }
}
