namespace Nabla;

/// <summary>The upper half of a binary32: its range, with 8 bits of precision.</summary>
/// <param name="bits">The bits.</param>
public readonly struct BFloat16(ushort bits)
{
    readonly ushort _bits = bits;

    /// <summary>The nearest to <paramref name="value"/>, ties to even; NaN stays NaN.</summary>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        // Rounding would carry a NaN over into an infinity or a zero.
        return float.IsNaN(value) ? new((ushort)(bits >> 16 | 0x40)) : new((ushort)(bits + 0x7FFF + (bits >> 16 & 1) >> 16));
    }

    /// <summary>The nearest to <paramref name="value"/>, ties to even, rounded once; NaN stays NaN.</summary>
    public static explicit operator BFloat16(double value) => (BFloat16)RoundedToOdd(value);

    /// <summary>The same number.</summary>
    public static explicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value._bits << 16);

    // Rounding twice to nearest may miss the nearest; through float32 with the last bit set where something was lost, it does not.
    static float RoundedToOdd(double value)
    {
        float nearest = (float)value;
        if (nearest == value || !float.IsFinite(nearest)) return nearest;
        float below = Math.Abs(nearest) > Math.Abs(value) ? BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(nearest) - 1) : nearest;
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(below) | 1);
    }
}
