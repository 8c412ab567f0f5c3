using System.Buffers.Binary;
using System.Reflection;
using Nabla.Course;

namespace Nabla.Tests;

/// <summary>The pictures of the course can be drawn, and are there.</summary>
public class Pictures
{
    const int Most = 200_000;
    static readonly string Images = Path.Combine(typeof(Pictures).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "docs", "images");

    public static TheoryData<string> Files => [.. Picture.All.Select(p => p.File)];

    [Theory, MemberData(nameof(Files))]
    public void It_is_drawn(string file)
    {
        var picture = Picture.All.Single(p => p.File == file);
        var folder = Directory.CreateTempSubdirectory("nabla-course-");
        try
        {
            var path = Path.Combine(folder.FullName, file);
            picture.Save(path);
            AssertPng(picture, File.ReadAllBytes(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void The_document_has_it(string file) => AssertPng(Picture.All.Single(p => p.File == file), File.ReadAllBytes(Path.Combine(Images, file)));

    [Fact]
    public void The_document_has_no_others() => Assert.Equal(Picture.All.Select(p => p.File).Order(), Directory.GetFiles(Images, "*.png").Select(Path.GetFileName).Order());

    // Signature, then the header with width and height. An empty picture of this size has a few thousand bytes.
    static void AssertPng(Picture picture, byte[] bytes)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
        Assert.Equal((picture.Width, picture.Height), (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))));
        Assert.InRange(bytes.Length, 10_000, Most);
    }
}
