namespace Nabla.Training;

/// <summary>Walks a data set in mini-batches, shuffled anew each epoch; the last batch holds what is left. Copies straight into the memory of an executable:
/// nothing is allocated after construction.</summary>
/// <example><code>
/// for (loader.Start(epoch); loader.Next();) step.FeedRows(x, loader.Data.Features, loader.Indices);
/// </code></example>
public sealed class BatchLoader
{
    readonly int[] _order;
    readonly ulong _seed;
    readonly bool _shuffles;
    int _start, _end;

    /// <summary>A loader over a data set.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">Samples a batch, at least 1; the last batch may be smaller.</param>
    /// <param name="seed">With the epoch, decides the order.</param>
    /// <param name="shuffle">False to keep the order of the data set.</param>
    public BatchLoader(Dataset data, int batchSize, ulong seed = 0, bool shuffle = true)
    {
        if (batchSize < 1) throw new NablaException($"A batch size of {batchSize} is impossible; it must be at least 1.");
        (Data, BatchSize, _seed, _shuffles) = (data, batchSize, seed, shuffle);
        _order = new int[data.Count];
        Start(0);
    }

    /// <summary>The samples.</summary>
    public Dataset Data { get; }

    /// <summary>Samples in every batch but the last.</summary>
    public int BatchSize { get; }

    /// <summary>Batches an epoch, the partial one included.</summary>
    public int BatchCount => (int)(((long)_order.Length + BatchSize - 1) / BatchSize);

    /// <summary>The samples of the present batch, as indices into <see cref="Data"/>.</summary>
    public ReadOnlySpan<int> Indices => _order.AsSpan(_start, _end - _start);

    /// <summary>The samples of batches of the present epoch, as indices into <see cref="Data"/>.</summary>
    /// <param name="batch">The first, from 0, less than <see cref="BatchCount"/>.</param>
    /// <param name="count">How many batches, one after the other.</param>
    public ReadOnlySpan<int> IndicesOf(int batch, int count = 1)
    {
        int start = batch * BatchSize;
        return _order.AsSpan(start, Math.Min(count * BatchSize, _order.Length - start));
    }

    /// <summary>The number of samples in the present batch.</summary>
    public int Count => _end - _start;

    /// <summary>Goes before a batch of an epoch. The order depends on seed and epoch alone, so an epoch can be repeated, skipped or begun in the middle.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="batch">How many batches are skipped.</param>
    public void Start(int epoch, int batch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        _start = _end = (int)Math.Min((long)batch * BatchSize, _order.Length);
        if (_shuffles) Shuffle.Permutation(_order, _seed, epoch);
        else for (int i = 0; i < _order.Length; i++) _order[i] = i;
    }

    /// <summary>Goes to the next batch.</summary>
    /// <returns>False at the end of the epoch.</returns>
    public bool Next()
    {
        _start = _end;
        _end = (int)Math.Min((long)_start + BatchSize, _order.Length);
        return _start < _end;
    }

    /// <summary>Copies the features of the batch, [<see cref="Count"/>, features].</summary>
    public void CopyFeatures(Span<float> destination)
    {
        int width = Data.FeatureCount;
        CheckLength(destination.Length, width);
        for (int i = 0; i < Count; i++) Data.Sample(_order[_start + i]).CopyTo(destination[(i * width)..]);
    }

    /// <summary>Copies the classes of the batch, [<see cref="Count"/>].</summary>
    public void CopyLabels(Span<long> destination)
    {
        CheckLabels();
        CheckLength(destination.Length, 1);
        for (int i = 0; i < Count; i++) destination[i] = Data.Labels[_order[_start + i]];
    }

    /// <summary>Copies the targets of the batch, [<see cref="Count"/>, targets]; of a data set of classes, the classes as numbers.</summary>
    public void CopyTargets(Span<float> destination)
    {
        int width = Math.Max(1, Data.TargetCount);
        CheckLength(destination.Length, width);
        if (Data.TargetCount == 0) CheckLabels();
        for (int i = 0; i < Count; i++)
        {
            int row = _order[_start + i];
            if (Data.TargetCount == 0) destination[i] = Data.Labels[row];
            else Data.Targets.Slice(row * width, width).CopyTo(destination[(i * width)..]);
        }
    }

    /// <summary>Writes a row for each sample: 1 at its class, 0 elsewhere.</summary>
    /// <param name="destination">[batch, <paramref name="classes"/>].</param>
    /// <param name="classes">At least as many as the data set has.</param>
    /// <exception cref="NablaException">The data set has targets, or the length does not fit.</exception>
    public void CopyOneHot(Span<float> destination, int classes)
    {
        CheckLength(destination.Length, classes);
        CheckLabels();
        destination.Clear();
        for (int i = 0; i < Count; i++) destination[i * classes + Data.Labels[_order[_start + i]]] = 1;
    }

    void CheckLabels()
    {
        if (Data.Labels.Length == 0) throw new NablaException($"Dataset '{Data.Name}' has {Data.TargetCount} targets a sample and no classes; use a regression loss.");
    }

    void CheckLength(int length, int width)
    {
        if (length != (long)Count * width) throw new NablaException($"A batch of {Count} samples of '{Data.Name}' takes {(long)Count * width} numbers; there is room for {length}.");
    }
}
