using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>What the expressions of a sweep read in one row.</summary>
/// <param name="operands">Where the row of each operand begins.</param>
/// <param name="constants">The constants, 8 bytes apart.</param>
public readonly unsafe struct Arguments(void** operands, void* constants)
{
    readonly void** _operands = operands;
    readonly byte* _constants = (byte*)constants;

    /// <summary>Where the row of operand <paramref name="k"/> begins.</summary>
    public void* this[int k]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _operands[k];
    }

    /// <summary>Where constant <paramref name="k"/> is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void* Constant(int k) => _constants + k * sizeof(long);
}

/// <summary>A closed type that is an elementwise expression: the JIT compiles it to one loop.</summary>
public interface IExpression
{
    /// <summary>The lane at element <paramref name="i"/>.</summary>
    static abstract L At<L>(Arguments a, nint i) where L : struct, ILane<L>;
}

/// <summary>No expression: a sweep has fewer than it could.</summary>
public readonly struct Nothing : IExpression
{
    /// <inheritdoc/>
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => default;
}

/// <summary>A number as a type: which operand an expression reads.</summary>
public interface IIndex
{
    /// <summary>The number.</summary>
    static abstract int K { get; }
}

/// <summary>An operand with one element for each element of the result.</summary>
public readonly unsafe struct Each<I> : IExpression where I : IIndex
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => L.Load(a[I.K], i);
}

/// <summary>A number that is known.</summary>
public readonly unsafe struct Known<I> : IExpression where I : IIndex
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => L.Splat(a.Constant(I.K));
}

/// <summary>An operand whose one element is repeated.</summary>
public readonly unsafe struct Splat<I> : IExpression where I : IIndex
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => L.Splat(a[I.K]);
}

/// <summary>A bool operand with one byte for each element of the result.</summary>
public readonly unsafe struct EachMask<I> : IExpression where I : IIndex
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => L.LoadMask((byte*)a[I.K], i);
}

/// <summary>A bool operand whose one byte is repeated.</summary>
public readonly unsafe struct SplatMask<I> : IExpression where I : IIndex
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => *(byte*)a[I.K] != 0 ? L.Not(L.Zero) : L.Zero;
}

/// <summary>F(x).</summary>
public readonly struct Apply<F, X> : IExpression where F : IMap where X : IExpression
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => F.Of(X.At<L>(a, i));
}

/// <summary>F(x, y).</summary>
public readonly struct Apply<F, X, Y> : IExpression where F : IMap2 where X : IExpression where Y : IExpression
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => F.Of(X.At<L>(a, i), Y.At<L>(a, i));
}

/// <summary>F(x, y, z).</summary>
public readonly struct Apply<F, X, Y, Z> : IExpression where F : IMap3 where X : IExpression where Y : IExpression where Z : IExpression
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L At<L>(Arguments a, nint i) where L : struct, ILane<L> => F.Of(X.At<L>(a, i), Y.At<L>(a, i), Z.At<L>(a, i));
}
