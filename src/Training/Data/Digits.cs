using System.Globalization;
using System.IO.Compression;

namespace Nabla.Training;

/// <summary>1797 handwritten digits of 8×8 pixels, part of this assembly: something real to learn in a second, without a download. Source and licence: Data/README.md.</summary>
public static class Digits
{
    const int Side = 8, Pixels = Side * Side;
    const float White = 16;

    /// <summary>Samples of 64 features, pixels row by row in [0, 1], in 10 classes; the test part is every sample whose index is divisible by 5 (360 of 1797).</summary>
    public static DataSplit Load()
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var (features, labels) = (new List<float>(), new List<int>());
        while (reader.ReadLine() is { } line)
        {
            var numbers = line.Split(',');
            for (int i = 0; i < Pixels; i++) features.Add(int.Parse(numbers[i], CultureInfo.InvariantCulture) / White);
            labels.Add(int.Parse(numbers[Pixels], CultureInfo.InvariantCulture));
        }
        return Dataset.Classification("digits", [.. features], [Pixels], [.. labels]).Split(every: 5);
    }
}
