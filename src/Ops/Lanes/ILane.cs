using System.Numerics;

namespace Nabla.Ops;

/// <summary>
/// A register's worth of elements of one type. A formula is written once over <typeparamref name="L"/> and runs as scalar, 128-, 256- or
/// 512-bit code, with the same bits on each (any NaN counting as any other).
/// </summary>
/// <remarks>
/// A mask is a lane whose elements have all bits set (true) or none (false). Element types are <see cref="float"/>, <see cref="double"/>,
/// <see cref="int"/> and <see cref="long"/>; on integers the rounding members are the identity, nothing is NaN, division throws as C# does.
/// </remarks>
/// <typeparam name="L">The implementing lane.</typeparam>
public unsafe interface ILane<L> : IAdditionOperators<L, L, L>, ISubtractionOperators<L, L, L>, IMultiplyOperators<L, L, L>,
    IDivisionOperators<L, L, L>, IUnaryNegationOperators<L, L>
    where L : struct, ILane<L>
{
    /// <summary>How many elements a lane holds.</summary>
    static abstract int Width { get; }

    /// <summary>Whether the elements are <see cref="double"/>; a constant to the JIT, so formulas choose coefficients by it.</summary>
    static abstract bool IsDouble { get; }

    /// <summary>Whether the elements are integers.</summary>
    static abstract bool IsInteger { get; }

    /// <summary>The constant <paramref name="x"/>, rounded to the element type, in every element.</summary>
    static abstract L Of(double x);

    /// <summary>0 in every element; as a mask: false.</summary>
    static abstract L Zero { get; }

    /// <summary>1 in every element.</summary>
    static abstract L One { get; }

    /// <summary>Elements <c>p[i]</c> … <c>p[i + Width − 1]</c>; <paramref name="i"/> counts elements.</summary>
    static abstract L Load(void* p, nint i);

    /// <summary>The first <paramref name="count"/> (1 … Width) elements from <c>p[i]</c>, touching no memory beyond; the rest are 1.</summary>
    static abstract L LoadPartial(void* p, nint i, int count);

    /// <summary>Element <c>*p</c> in every element.</summary>
    static abstract L Splat(void* p);

    /// <summary>A mask from <c>Width</c> booleans of one byte each, from <c>p[i]</c>; any non-zero byte is true.</summary>
    static abstract L LoadMask(byte* p, nint i);

    /// <summary>A mask from the first <paramref name="count"/> booleans from <c>p[i]</c>; the rest are false.</summary>
    static abstract L LoadMaskPartial(byte* p, nint i, int count);

    /// <summary>Writes the elements to <c>p[i]</c> … <c>p[i + Width − 1]</c>.</summary>
    void Store(void* p, nint i);

    /// <summary>Writes the first <paramref name="count"/> (1 … Width) elements, touching no memory beyond.</summary>
    void StorePartial(void* p, nint i, int count);

    /// <summary>Writes a mask as bytes 0 or 1.</summary>
    void StoreMask(byte* p, nint i);

    /// <summary>Writes the first <paramref name="count"/> elements of a mask as bytes 0 or 1.</summary>
    void StoreMaskPartial(byte* p, nint i, int count);

    /// <summary>Mask of a &lt; b; false where either is NaN.</summary>
    static abstract L Less(L a, L b);

    /// <summary>Mask of a ≤ b; false where either is NaN.</summary>
    static abstract L LessOrEqual(L a, L b);

    /// <summary>Mask of a = b; false where either is NaN, true for +0 and −0.</summary>
    static abstract L Equal(L a, L b);

    /// <summary>Mask of the elements that are NaN.</summary>
    static abstract L IsNaN(L x);

    /// <summary>Whether any element of <paramref name="mask"/> is true.</summary>
    static abstract bool Any(L mask);

    /// <summary>Bitwise a ∧ b.</summary>
    static abstract L And(L a, L b);

    /// <summary>Bitwise a ∨ b.</summary>
    static abstract L Or(L a, L b);

    /// <summary>Bitwise a ⊕ b.</summary>
    static abstract L Xor(L a, L b);

    /// <summary>Bitwise complement.</summary>
    static abstract L Not(L a);

    /// <summary>The raw bits moved left, zeros following.</summary>
    static abstract L ShiftLeft(L a, int bits);

    /// <summary>The raw bits moved right, zeros following (also on signed elements).</summary>
    static abstract L ShiftRight(L a, int bits);

    /// <summary><paramref name="a"/> where the mask is true, else <paramref name="b"/>.</summary>
    static abstract L Select(L mask, L a, L b);

    /// <summary>The smaller; NaN where either is NaN. Of two zeros the second.</summary>
    static abstract L Min(L a, L b);

    /// <summary>The greater; NaN where either is NaN. Of two zeros the second.</summary>
    static abstract L Max(L a, L b);

    /// <summary>a &lt; b ? a : b, so <paramref name="b"/> where either is NaN: one instruction where the NaN is known to be in b, or nowhere.</summary>
    static abstract L Lesser(L a, L b);

    /// <summary>a &gt; b ? a : b, so <paramref name="b"/> where either is NaN: one instruction where the NaN is known to be in b, or nowhere.</summary>
    static abstract L Greater(L a, L b);

    /// <summary>|x|.</summary>
    static abstract L Abs(L x);

    /// <summary>√x, correctly rounded.</summary>
    static abstract L Sqrt(L x);

    /// <summary>⌊x⌋.</summary>
    static abstract L Floor(L x);

    /// <summary>⌈x⌉.</summary>
    static abstract L Ceiling(L x);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract L Round(L x);

    /// <summary>x without its fraction.</summary>
    static abstract L Truncate(L x);

    /// <summary>|magnitude| with the sign of <paramref name="sign"/>.</summary>
    static abstract L CopySign(L magnitude, L sign);

    /// <summary>a·b + c, rounded once; on integers it wraps as they do.</summary>
    static abstract L MulAdd(L a, L b, L c);

    /// <summary>sum ← a·b + sum, the same as <see cref="MulAdd"/>: said so that the compiler writes over the sum, and never over a factor that it has to copy then.</summary>
    static abstract void Accumulate(ref L sum, L a, L b);
}
