using Nabla.Tests;

namespace Nabla.Training.Tests;

public class DatasetTests
{
    static readonly Dataset Ten = Dataset.Classification("ten", [.. Enumerable.Range(0, 20).Select(i => (float)i)], [2], [.. Enumerable.Range(0, 10).Select(i => i % 3)]);

    [Fact]
    public void Digits_are_all_there()
    {
        var (train, test) = Digits.Load();
        Assert.Equal((1437, 360, 64, 10), (train.Count, test.Count, train.FeatureCount, train.Classes));
        Assert.Equal(0, test.Labels[0]);
        Assert.Equal(5 / 16f, test.Features[2]);
        Assert.Equal([1, 2, 3, 4, 6], train.Labels[..5].ToArray());
        Assert.All(train.Features.ToArray(), p => Assert.InRange(p, 0, 1));
        Assert.Equal(1f, train.Features.ToArray().Max());
        Assert.Equal(1797, train.Count + test.Count);
    }

    [Fact]
    public void Parts_keep_rows_together()
    {
        var (train, test) = Ten.Split(every: 5);
        Assert.Equal([0f, 1, 10, 11], test.Features.ToArray());
        Assert.Equal([0, 2], test.Labels.ToArray());
        Assert.Equal(8, train.Count);
        Assert.Equal([4f, 5], Ten[2..4].Sample(0).ToArray());
        Assert.Equal(3, Ten[..1].Classes);
        Assert.Equal("ten: 10 samples of [2], 3 classes", Ten.ToString());
    }

    [Fact]
    public void Wrong_lengths_and_labels_are_refused()
    {
        Assert.Throws<NablaException>(() => Dataset.Classification("d", [1, 2, 3], [2], [0]));
        Assert.Throws<NablaException>(() => Dataset.Classification("d", [1, 2], [2], [-1]));
        Assert.Throws<NablaException>(() => Dataset.Classification("d", [1, 2], [2], [2], ["a", "b"]));
        Assert.Throws<NablaException>(() => Dataset.Classification("d", [], [0], [0]));
        Assert.Throws<NablaException>(() => Dataset.Regression("d", [1, 2], [1], [1, 2, 3], 2));
        Assert.Throws<NablaException>(() => Ten[5..11]);
        Assert.Throws<NablaException>(() => Ten.Select([10]));
        Assert.Throws<NablaException>(() => Ten.Split(1));
        Assert.Throws<NablaException>(() => new BatchLoader(Ten, 0));
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(5), InlineData(10), InlineData(64), InlineData(int.MaxValue)]
    public void Batches_visit_every_sample_once(int size)
    {
        var loader = new BatchLoader(Ten, size, seed: 7);
        var seen = new List<int>();
        int batches = 0;
        for (loader.Start(3); loader.Next(); batches++)
        {
            var (features, labels) = (new float[loader.Count * 2], new long[loader.Count]);
            loader.CopyFeatures(features);
            loader.CopyLabels(labels);
            for (int i = 0; i < loader.Count; i++)
            {
                int row = loader.Indices[i];
                seen.Add(row);
                Assert.Equal((2f * row, row % 3), (features[2 * i], labels[i]));
            }
        }
        Assert.Equal(loader.BatchCount, batches);
        Assert.Equal(Enumerable.Range(0, 10), seen.Order());
    }

    [Fact]
    public void The_last_batch_is_partial()
    {
        var loader = new BatchLoader(Ten, 4, shuffle: false);
        var counts = new List<int>();
        while (loader.Next()) counts.Add(loader.Count);
        Assert.Equal([4, 4, 2], counts);
        Assert.False(loader.Next());
        loader.Start(1);
        Assert.True(loader.Next());
        Assert.Equal([0, 1, 2, 3], loader.Indices.ToArray());
        Assert.Throws<NablaException>(() => loader.CopyFeatures(new float[7]));
        Assert.Throws<NablaException>(() => loader.CopyLabels(new long[5]));
    }

    [Fact]
    public void Batches_allocate_nothing()
    {
        var (features, targets) = (new float[8], new float[4]);
        var loader = new BatchLoader(Ten[..8], 4);
        Epoch();
        Assert.Equal(0, Allocated.ByCalls(1, Epoch));

        void Epoch()
        {
            while (loader.Next())
            {
                loader.CopyFeatures(features);
                loader.CopyTargets(targets);
            }
        }
    }
}
