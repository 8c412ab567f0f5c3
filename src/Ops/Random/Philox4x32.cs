namespace Nabla.Ops;

/// <summary>Four random 32-bit words: one block of <see cref="Philox4x32"/>, or its counter.</summary>
public readonly record struct UInt32x4(uint X, uint Y, uint Z, uint W);

/// <summary>Philox4x32-10, a counter-based generator: a block of random words is a pure function of counter and key, so any part of any stream can be computed at
/// once and in any order. Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</summary>
public static class Philox4x32
{
    const int Rounds = 10;
    const uint MultiplierX = 0xD2511F53, MultiplierZ = 0xCD9E8D57;
    // Weyl sequence of the key: the golden ratio and √3 − 1.
    const uint WeylX = 0x9E3779B9, WeylY = 0xBB67AE85;

    /// <summary>The block at <paramref name="counter"/> of the stream that the key chooses.</summary>
    public static UInt32x4 Block(UInt32x4 counter, uint keyX, uint keyY)
    {
        var (x, y, z, w) = counter;
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierX * x, b = (ulong)MultiplierZ * z;
            (x, y, z, w) = ((uint)(b >> 32) ^ y ^ keyX, (uint)b, (uint)(a >> 32) ^ w ^ keyY, (uint)a);
            keyX += WeylX;
            keyY += WeylY;
        }
        return new(x, y, z, w);
    }
}
