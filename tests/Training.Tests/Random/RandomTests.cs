using Nabla.Ops;

namespace Nabla.Training.Tests;

public class RandomTests
{
    [Fact]
    public void A_stream_walks_the_blocks_of_its_counter()
    {
        var stream = new RandomStream(seed: 0x0000000200000001, stream: 0x0000000400000003);
        for (uint block = 0; block < 3; block++)
        {
            var (x, y, z, w) = Philox4x32.Block(new(block, 0, 3, 4), 1, 2);
            Assert.Equal([x, y, z, w], [stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32()]);
        }
    }

    [Fact]
    public void Uniform_and_normal_numbers_have_their_moments()
    {
        const int n = 200_000;
        var random = new RandomStream(42, "moments");
        var uniform = Enumerable.Range(0, n).Select(_ => (double)random.NextUniform()).ToArray();
        Assert.All(uniform, u => Assert.InRange(u, 0, 1 - 1.0 / (1 << 24)));
        Assert.Equal(0.5, uniform.Average(), 0.003);
        Assert.Equal(1.0 / 12, uniform.Average(u => (u - 0.5) * (u - 0.5)), 0.002);
        var normal = Enumerable.Range(0, n).Select(_ => random.NextNormal()).ToArray();
        Assert.Equal(0, normal.Average(), 0.01);
        Assert.Equal(1, normal.Average(x => x * x), 0.02);
        Assert.Equal(3, normal.Average(x => x * x * x * x), 0.15);
        Assert.Equal(0.6827, normal.Count(x => Math.Abs(x) < 1) / (double)n, 0.005);
    }

    [Fact]
    public void Streams_differ_and_repeat()
    {
        static ulong[] Take(ulong seed, string name)
        {
            var random = new RandomStream(seed, name);
            return [.. Enumerable.Range(0, 8).Select(_ => random.NextUInt64())];
        }
        Assert.Equal(Take(1, "a"), Take(1, "a"));
        Assert.NotEqual(Take(1, "a"), Take(1, "b"));
        Assert.NotEqual(Take(1, "a"), Take(2, "a"));
    }

    [Fact]
    public void Bounded_integers_are_equally_likely()
    {
        var (random, counts) = (new RandomStream(5), new int[7]);
        for (int i = 0; i < 70_000; i++) counts[random.NextBelow(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }

    [Fact]
    public void Shuffles_are_permutations_keyed_by_seed_and_epoch()
    {
        static int[] Order(ulong seed, int epoch)
        {
            var order = new int[100];
            Shuffle.Permutation(order, seed, epoch);
            return order;
        }
        Assert.Equal(Enumerable.Range(0, 100), Order(1, 1).Order());
        Assert.Equal(Order(1, 1), Order(1, 1));
        Assert.NotEqual(Order(1, 1), Order(1, 2));
        Assert.NotEqual(Order(1, 1), Order(2, 1));
    }

    [Fact]
    public void Every_order_of_three_is_equally_likely()
    {
        var counts = new Dictionary<string, int>();
        var order = new int[3];
        for (int epoch = 0; epoch < 12_000; epoch++)
        {
            Shuffle.Permutation(order, 9, epoch);
            var key = string.Join(',', order);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 1_850, 2_150));
    }
}
