using Nabla.Ops;

namespace Nabla.Tests.RandomNumbers;

public class PhiloxTests
{
    // Known answers of the Random123 distribution (kat_vectors) for philox4x32 with 10 rounds.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_blocks(uint x, uint y, uint z, uint w, uint keyX, uint keyY, uint a, uint b, uint c, uint d) =>
        Assert.Equal(new UInt32x4(a, b, c, d), Philox4x32.Block(new(x, y, z, w), keyX, keyY));
}
