using Nabla.Ops;

namespace Nabla.Training;

/// <summary>An endless sequence of random numbers that depends on (seed, stream) alone: different streams of one seed are independent of each other,
/// and of the order in which they are used.</summary>
public sealed class RandomStream
{
    const double Unit24 = 1.0 / (1 << 24), Unit53 = 1.0 / (1L << 53);

    readonly ulong _seed, _stream;
    ulong _position;
    UInt32x4 _block;
    int _used = 4;
    double _spareNormal = double.NaN;

    /// <summary>The start of a stream.</summary>
    /// <param name="seed">Chooses everything.</param>
    /// <param name="stream">Chooses one of the streams of the seed.</param>
    public RandomStream(ulong seed, ulong stream = 0) => (_seed, _stream) = (seed, stream);

    /// <summary>The start of the stream that a name chooses (by its FNV-1a hash), such as that of a parameter.</summary>
    public RandomStream(ulong seed, string stream) : this(seed, Hash(stream)) { }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            _block = Philox4x32.Block(new((uint)_position, (uint)(_position >> 32), (uint)_stream, (uint)(_stream >> 32)), (uint)_seed, (uint)(_seed >> 32));
            _position++;
            _used = 0;
        }
        return _used++ switch { 0 => _block.X, 1 => _block.Y, 2 => _block.Z, _ => _block.W };
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | (ulong)NextUInt32() << 32;

    /// <summary>An integer in [0, <paramref name="bound"/>), each equally likely. Source: D. Lemire, "Fast random integer generation in an interval", 2019.</summary>
    public uint NextBelow(uint bound)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);
        ulong product = (ulong)NextUInt32() * bound;
        if ((uint)product < bound)
        {
            uint threshold = (0u - bound) % bound;
            while ((uint)product < threshold) product = (ulong)NextUInt32() * bound;
        }
        return (uint)(product >> 32);
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextUniform() => (float)((NextUInt32() >> 8) * Unit24);

    /// <summary>A number of the standard normal distribution. Source: G. Box, M. Muller, "A note on the generation of random normal deviates", 1958.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }
        // u in (0, 1]: the logarithm of 0 never arises.
        double u = ((NextUInt64() >> 11) + 1) * Unit53, v = (NextUInt64() >> 11) * Unit53;
        double radius = Math.Sqrt(-2 * Math.Log(u));
        var (sin, cos) = Math.SinCos(2 * Math.PI * v);
        _spareNormal = radius * sin;
        return radius * cos;
    }

    /// <summary>FNV-1a over UTF-16 units, 64 bits. Source: RFC 9923.</summary>
    internal static ulong Hash(string text)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (char c in text)
        {
            hash = (hash ^ (byte)c) * 0x100000001b3;
            hash = (hash ^ (byte)(c >> 8)) * 0x100000001b3;
        }
        return hash;
    }
}
