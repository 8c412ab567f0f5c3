using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Training.Tests;

public class MnistTests
{
    static byte[] Idx(uint magic, int[] sizes, int elements)
    {
        var file = new byte[4 + 4 * sizes.Length + elements];
        BinaryPrimitives.WriteUInt32BigEndian(file, magic);
        for (int i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), sizes[i]);
        for (int i = 0; i < elements; i++) file[4 + 4 * sizes.Length + i] = (byte)(i % 10);
        return file;
    }

    static byte[] Gzip(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(data);
        return packed.ToArray();
    }

    static byte[] Images(int count, int rows = 3, int columns = 2) => Idx(0x803, [count, rows, columns], count * rows * columns);

    static byte[] Labels(int count) => Idx(0x801, [count], count);

    static void WriteAll(TemporaryFolder folder)
    {
        folder.Write("train-images-idx3-ubyte", Images(20));
        folder.Write("train-labels-idx1-ubyte.gz", Gzip(Labels(20)));
        folder.Write("t10k-images-idx3-ubyte.gz", Gzip(Images(7)));
        folder.Write("t10k-labels-idx1-ubyte", Labels(7));
    }

    [Fact]
    public void Reads_plain_and_gzip_files()
    {
        using var folder = new TemporaryFolder();
        WriteAll(folder);
        var (train, test) = Mnist.Load(folder.Path);
        Assert.Equal((20, 7, 6, 10), (train.Count, test.Count, train.FeatureCount, train.Classes));
        Assert.Equal([3, 2], train.SampleSizes.ToArray());
        Assert.Equal(9 / 255f, train.Features[9]);
        Assert.Equal(6, test.Labels[6]);
    }

    // A labels file named .gz that is plain, and the reverse: the content decides.
    [Fact]
    public void Gzip_is_recognised_by_content()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("plain.gz", Labels(5));
        Assert.Equal([5], IdxFile.Read(path, rank: 1).Sizes);
        path = folder.Write("packed", Gzip(Labels(5)));
        Assert.Equal(5, IdxFile.Read(path, rank: 1).Data.Length);
    }

    public static IEnumerable<TheoryDataRow<string, byte[], string>> Damaged()
    {
        byte[] good = Labels(1000), packed = Gzip(good);
        yield return new("empty", [], "ends within its header");
        yield return new("header", good[..6], "ends within its header");
        yield return new("magic", Images(4), "starts with 0x00000803 instead of 0x00000801");
        yield return new("text", "<html>not found</html>"u8.ToArray(), "is no IDX file");
        yield return new("short", good[..500], "is cut short: its header promises 1000 elements, and 492 follow");
        yield return new("long", [.. good, 0], "is too long");
        yield return new("huge", Idx(0x801, [-1], 3), "is cut short: its header promises 4294967295");
        yield return new("gzip cut", packed[..(packed.Length / 2)], "gzip file");
        yield return new("gzip without trailer", packed[..^8], "gzip file that ends too early");
        yield return new("gzip trailer cut", packed[..^1], "gzip file");
        yield return new("gzip header only", packed[..2], "gzip file");
        yield return new("gzip flipped", [.. packed[..20], (byte)(packed[20] ^ 0x55), .. packed[21..]], "gzip file");
        yield return new("short in gzip", Gzip(good[..500]), "is cut short");
    }

    [Theory, MemberData(nameof(Damaged))]
    public void Damaged_files_are_named(string name, byte[] content, string reason)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, content);
        var error = Assert.Throws<NablaException>(() => IdxFile.Read(path, rank: 1));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Damaged))]
    public void Damaged_files_are_named_in_passing_too(string name, byte[] content, string reason)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, content);
        var error = Assert.Throws<NablaException>(() => IdxFile.ReadInParts(path, rank: 1, rows: 300, limit: int.MaxValue, (_, _) => { }));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(7, int.MaxValue), InlineData(20, int.MaxValue), InlineData(100, int.MaxValue), InlineData(6, 13)]
    public void Images_are_read_in_parts_as_at_once(int rows, int limit)
    {
        using var folder = new TemporaryFolder();
        WriteAll(folder);
        var whole = Mnist.Load(folder.Path);
        foreach (var (path, data) in new[] { (folder.Write("one", Images(20)), whole.Train), (folder.Write("packed", Gzip(Images(20))), whole.Train), (folder.Path, whole.Test) })
        {
            var parts = new List<float[]>();
            Mnist.ReadInParts(path, rows, limit, (size, pixels) =>
            {
                Assert.Equal(6, size);
                parts.Add(pixels);
            });
            int count = Math.Min(limit, data.Count);
            Assert.Equal((count + rows - 1) / rows, parts.Count);
            Assert.Equal(data.Features[..(count * 6)].ToArray(), parts.SelectMany(p => p));
        }
        Assert.Equal((true, true, false, false), (IdxFile.IsOne(folder.Write("i", Images(2)), 3), IdxFile.IsOne(folder.Write("g", Gzip(Images(2))), 3), IdxFile.IsOne(folder.Write("l", Labels(2)), 3), IdxFile.IsOne(folder.Write("e", []), 3)));
        Assert.Contains("holds no pixels", Assert.Throws<NablaException>(() => Mnist.ReadInParts(folder.Write("none", Images(0)), rows, limit, (_, _) => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_and_folders_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no such file", Assert.Throws<NablaException>(() => IdxFile.Read(Path.Combine(folder.Path, "none"), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<NablaException>(() => IdxFile.Read(folder.Path, 1));
        Assert.Throws<NablaException>(() => IdxFile.Read("", 1));
        Assert.Contains("no directory", Assert.Throws<NablaException>(() => Mnist.Load(Path.Combine(folder.Path, "none"))).Message, StringComparison.Ordinal);
        Assert.Contains("neither train-images-idx3-ubyte nor", Assert.Throws<NablaException>(() => Mnist.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train-labels-idx1-ubyte.gz", 19, "20 images and")]
    [InlineData("t10k-labels-idx1-ubyte", 8, "8 labels")]
    public void Counts_must_agree(string file, int count, string reason)
    {
        using var folder = new TemporaryFolder();
        WriteAll(folder);
        folder.Write(file, Labels(count));
        Assert.Contains(reason, Assert.Throws<NablaException>(() => Mnist.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_image_sizes_and_emptiness_are_checked()
    {
        using var folder = new TemporaryFolder();
        WriteAll(folder);
        Assert.Contains("label 4 is 4; labels are from 0 to 3", Assert.Throws<NablaException>(() => Mnist.Load(folder.Path, classes: 4)).Message, StringComparison.Ordinal);
        folder.Write("t10k-images-idx3-ubyte", Images(7, 5, 5));
        Assert.Contains("must be of one size", Assert.Throws<NablaException>(() => Mnist.Load(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("train-images-idx3-ubyte", Images(0));
        folder.Write("train-labels-idx1-ubyte", Labels(0));
        Assert.Contains("nothing to learn from", Assert.Throws<NablaException>(() => Mnist.Load(folder.Path)).Message, StringComparison.Ordinal);
    }
}
