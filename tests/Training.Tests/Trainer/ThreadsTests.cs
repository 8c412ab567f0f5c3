using Nabla.Ops;

namespace Nabla.Training.Tests;

/// <summary>A network large enough that several threads work on a step gives the same bits on any number of them.</summary>
public class ThreadsTests
{
    [Theory]
    [InlineData("adam"), InlineData("momentum")]
    public void A_large_layer_trains_to_the_same_bits_and_the_pool_really_works(string optimizer)
    {
        var data = Samples(300);
        byte[][]? expected = null;
        foreach (int threads in new[] { 1, 2, 3 })
        {
            var backend = Cpu.Backend(threads);
            var trainer = new Trainer(TestOps.Registry, Sequential.Mlp([784, 1024, 10], "relu"), new SoftmaxCrossEntropy(),
                optimizer == "adam" ? new Adam(1e-3) : new Momentum(0.05), backend, new() { Seed = 3, BatchSize = 128 });
            trainer.TrainEpoch(data);
            byte[][] bits = [.. trainer.Parameters.Concat(trainer.State).Select(v => v.Bytes.ToArray())];
            Assert.Equal(expected ??= bits, bits);
            if (threads == 1) Assert.Equal(0, backend.Pool.Dispatched);
            else Assert.True(backend.Pool.Dispatched > 0, $"with {threads} threads no loop was shared");
        }
    }

    static Dataset Samples(int count)
    {
        var random = new RandomStream(7, 0);
        var features = new float[count * 784];
        for (int i = 0; i < features.Length; i++) features[i] = random.NextUniform();
        return Dataset.Classification("noise", features, [784], [.. Enumerable.Range(0, count).Select(i => i % 10)]);
    }
}
