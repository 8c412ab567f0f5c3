using System.Globalization;

namespace Nabla.Cli;

/// <summary>The sizes of a multilayer perceptron, written <c>784-256-128-10</c>.</summary>
static class LayerSizes
{
    // What one ONNX file holds.
    const long MostNumbers = int.MaxValue / sizeof(float);

    public static int[] Parse(string text)
    {
        var sizes = text.Split('-').Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n
            : throw new UsageException($"--layers {text}: '{size}' is no size of a layer; "
                + "write numbers from 1 on with '-' between them, such as 784-128-10.")).ToArray();
        if (sizes.Length < 2)
            throw new UsageException($"--layers {text}: give the sizes of input and output at least, such as 784-128-10.");
        return Numbers(sizes) <= MostNumbers ? sizes
            : throw new UsageException($"--layers {text}: the weights would be more than the {MostNumbers} numbers that one ONNX file holds; "
                + "take smaller layers.");
    }

    /// <exception cref="UsageException">Input or output do not fit the data.</exception>
    public static int[] Fitting(int[] sizes, int features, int classes)
    {
        if (sizes[0] == features && sizes[^1] == classes) return sizes;
        int[] right = [features, .. sizes[1..^1], classes];
        throw new UsageException($"--layers {Text(sizes)} does not fit data of {features} features and {classes} classes; write --layers {Text(right)}.");
    }

    public static string Text(IEnumerable<int> sizes) => string.Join('-', sizes);

    static double Numbers(int[] sizes) => Enumerable.Range(0, sizes.Length - 1).Sum(i => (sizes[i] + 1.0) * sizes[i + 1]);
}
