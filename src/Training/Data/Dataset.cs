using System.Globalization;

namespace Nabla.Training;

/// <summary>Samples with what is to be learnt of them: a class each (classification) or target numbers each (regression). Immutable by convention, all in
/// memory, row-major in one array.</summary>
public sealed class Dataset
{
    readonly float[] _features, _targets;
    readonly int[] _labels, _sampleSizes;

    Dataset(string name, float[] features, ReadOnlySpan<int> sampleSizes, int[] labels, IReadOnlyList<string> classNames, float[] targets, int count,
        IReadOnlyList<string> featureNames)
    {
        (Name, _features, _sampleSizes, _labels, ClassNames, _targets, Count) = (name, features, sampleSizes.ToArray(), labels, classNames, targets, count);
        FeatureNames = featureNames;
        FeatureCount = 1;
        foreach (int size in sampleSizes)
        {
            if (size < 1) throw new NablaException($"Dataset '{name}': a sample of sizes [{string.Join(',', _sampleSizes)}] has no features; every size must be at least 1.");
            FeatureCount = checked(FeatureCount * size);
        }
        if (features.Length != (long)count * FeatureCount)
            throw new NablaException($"Dataset '{name}': {count} samples of {FeatureCount} features take {(long)count * FeatureCount} numbers; there are {features.Length}.");
        if (featureNames.Count > 0 && featureNames.Count != FeatureCount)
            throw new NablaException($"Dataset '{name}': there are {featureNames.Count} names for {FeatureCount} features; each needs one.");
        TargetCount = targets.Length == 0 ? 0 : targets.Length / count;
    }

    /// <summary>Samples of classes.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="features">[n, …<paramref name="sampleSizes"/>], row-major; not copied.</param>
    /// <param name="sampleSizes">The sizes of one sample, such as [28, 28] or [64].</param>
    /// <param name="labels">The class of each sample, from 0 up to the number of classes; not copied.</param>
    /// <param name="classNames">A name for each class; by default the numbers up to the largest label.</param>
    /// <param name="featureNames">A name for each feature, such as a table's headers; by default they have none.</param>
    /// <exception cref="NablaException">The lengths do not fit, or a label is out of range.</exception>
    public static Dataset Classification(string name, float[] features, ReadOnlySpan<int> sampleSizes, int[] labels, IReadOnlyList<string>? classNames = null,
        IReadOnlyList<string>? featureNames = null)
    {
        classNames ??= [.. Enumerable.Range(0, labels.Length == 0 ? 0 : Math.Max(0, labels.Max()) + 1).Select(c => c.ToString(CultureInfo.InvariantCulture))];
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classNames.Count)
                throw new NablaException($"Dataset '{name}': sample {i} has label {labels[i]}; the {classNames.Count} classes are numbered from 0 to {classNames.Count - 1}.");
        return new(name, features, sampleSizes, labels, classNames, [], labels.Length, featureNames ?? []);
    }

    /// <summary>Samples of target numbers.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="features">[n, …<paramref name="sampleSizes"/>], row-major; not copied.</param>
    /// <param name="sampleSizes">The sizes of one sample.</param>
    /// <param name="targets">[n, <paramref name="targetCount"/>], row-major; not copied.</param>
    /// <param name="targetCount">Numbers to be learnt per sample, at least 1.</param>
    /// <param name="featureNames">A name for each feature; by default they have none.</param>
    /// <exception cref="NablaException">The lengths do not fit.</exception>
    public static Dataset Regression(string name, float[] features, ReadOnlySpan<int> sampleSizes, float[] targets, int targetCount = 1,
        IReadOnlyList<string>? featureNames = null)
    {
        if (targetCount < 1 || targets.Length % targetCount != 0)
            throw new NablaException($"Dataset '{name}': {targets.Length} targets cannot be divided into samples of {targetCount}.");
        return new(name, features, sampleSizes, [], [], targets, targets.Length / targetCount, featureNames ?? []);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of features of a sample: the product of <see cref="SampleSizes"/>.</summary>
    public int FeatureCount { get; }

    /// <summary>The sizes of one sample.</summary>
    public ReadOnlySpan<int> SampleSizes => _sampleSizes;

    /// <summary>All features, sample after sample.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>The class of each sample; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The targets, sample after sample; empty for classification.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>The number of targets of a sample; 0 for classification.</summary>
    public int TargetCount { get; }

    /// <summary>The number of classes; 0 for regression.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The name of each feature; empty where they have none, as pixels.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The features of one sample.</summary>
    public ReadOnlySpan<float> Sample(int index) => _features.AsSpan(checked(index * FeatureCount), FeatureCount);

    /// <summary>The samples of a range, copied: <c>data[..1000]</c>.</summary>
    public Dataset this[Range range]
    {
        get
        {
            int start = range.Start.GetOffset(Count), end = range.End.GetOffset(Count);
            if (start < 0 || end > Count || start > end) throw new NablaException($"Dataset '{Name}' has {Count} samples; there is no range {start}..{end}.");
            return Select(Enumerable.Range(start, end - start));
        }
    }

    /// <summary>The samples at some indices, copied, with the same classes.</summary>
    /// <exception cref="NablaException">An index is out of range.</exception>
    public Dataset Select(IEnumerable<int> indices, string? name = null)
    {
        var rows = indices.ToArray();
        var features = new float[checked(rows.Length * FeatureCount)];
        var labels = new int[_labels.Length == 0 ? 0 : rows.Length];
        var targets = new float[checked(rows.Length * TargetCount)];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if ((uint)row >= (uint)Count) throw new NablaException($"Dataset '{Name}' has {Count} samples; there is no sample {row}.");
            Sample(row).CopyTo(features.AsSpan(i * FeatureCount));
            if (labels.Length > 0) labels[i] = _labels[row];
            _targets.AsSpan(row * TargetCount, TargetCount).CopyTo(targets.AsSpan(i * TargetCount));
        }
        return new(name ?? Name, features, _sampleSizes, labels, ClassNames, targets, rows.Length, FeatureNames);
    }

    /// <summary>The same samples with other features, for a transformation such as <see cref="Standardization"/>.</summary>
    internal Dataset WithFeatures(float[] features) => new(Name, features, _sampleSizes, _labels, ClassNames, _targets, Count, FeatureNames);

    /// <summary>Two parts by position: the test part is every sample whose index is divisible by <paramref name="every"/>.</summary>
    /// <param name="every">At least 2; 5 makes a fifth the test part.</param>
    public DataSplit Split(int every = 5)
    {
        if (every < 2) throw new NablaException($"Dataset '{Name}' cannot be split with every = {every}; it must be at least 2.");
        var all = Enumerable.Range(0, Count);
        return new(Select(all.Where(i => i % every != 0), $"{Name} (train)"), Select(all.Where(i => i % every == 0), $"{Name} (test)"));
    }

    /// <summary><c>digits (train): 1437 samples of [64], 10 classes</c>.</summary>
    public override string ToString() =>
        $"{Name}: {Count} samples of [{string.Join(',', _sampleSizes)}], {(TargetCount > 0 ? $"{TargetCount} targets" : $"{Classes} classes")}";
}

/// <summary>What is learnt from, and what the result is judged by.</summary>
/// <param name="Train">For training.</param>
/// <param name="Test">Never trained on.</param>
public sealed record DataSplit(Dataset Train, Dataset Test);
