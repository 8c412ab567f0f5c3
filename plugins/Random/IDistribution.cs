using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>How random bits become numbers of a distribution, a block at a time.</summary>
unsafe interface IDistribution
{
    /// <summary>Elements of a block; a multiple of every lane.</summary>
    const int Block = 256;

    /// <summary>Which of the streams of a key it reads: no two distributions see the same bits. 0 is Dropout's.</summary>
    static abstract uint Stream { get; }

    /// <summary>The number that is put at a place of the block first.</summary>
    /// <param name="bits">Random bits; for float32 only the upper half is.</param>
    /// <param name="place">The place.</param>
    /// <param name="digits">How many binary digits the element type has.</param>
    static abstract double Raw(ulong bits, int place, int digits);

    /// <summary>Turns the raw numbers of a block into those of the distribution, in place.</summary>
    static abstract void Transform<T, L>(T* block, T first, T second, T limit) where T : unmanaged, INumber<T> where L : struct, ILane<L>;

    /// <summary>The largest number of an element type that may come out.</summary>
    static abstract double Limit(double first, double second, ElementType element);
}
