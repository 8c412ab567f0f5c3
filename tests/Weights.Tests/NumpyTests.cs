using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Nabla.Weights;

namespace Nabla.Tests;

/// <summary>Arrays made by hand from NumPy's description of the format, and by NumPy where it is installed.</summary>
public sealed class NumpyTests : IDisposable
{
    const string Python = "/usr/bin/python3";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nabla-numpy-");

    public void Dispose() => _folder.Delete(recursive: true);

    string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The bytes of an array: magic, version, length, header, data.</summary>
    public static byte[] Array(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header);
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        return stream.ToArray();
    }

    static Tensor Read(byte[] array) => Npy.Read(new MemoryStream(array), "'a'");

    public static TheoryData<string, byte[], Tensor> Arrays => new()
    {
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }  \n", [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], Tensor.Vector(1f, -2f) },
        { "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }\n", [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0], Tensor.Vector(1f, -2f) },
        { "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }\n", [1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0], Tensor.Of<short>([1, 2, 3, 4, 5, 6], 2, 3) },
        { "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 1, 2), }\n", [0, 1, 0, 3, 0, 2, 0, 4], Tensor.Of<short>([1, 2, 3, 4], 2, 1, 2) },
        { "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 2), }\n", [0, 4, 2, 6, 1, 5, 3, 7], Tensor.Of<byte>([0, 1, 2, 3, 4, 5, 6, 7], 2, 2, 2) },
        { "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }\n", [0, 2], Tensor.Vector(false, true) },
        { "{'descr': '<i8', 'fortran_order': False, 'shape': (), }\n", [7, 0, 0, 0, 0, 0, 0, 0], Tensor.Scalar(7L) },
        { "{'descr': '>c8', 'fortran_order': False, 'shape': (1,), }\n", [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0], Tensor.FromBytes(ElementType.Complex64, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], 1) },
        // any order, other quotes, no comma at the end, sizes as Python 2 wrote them
        { "{\"shape\": (2L,), 'fortran_order':False,'descr':'<u4'}", [1, 0, 0, 0, 2, 0, 0, 0], Tensor.Vector(1u, 2u) },
        { "{'descr': '<f8', 'fortran_order': True, 'shape': (0, 3), }\n", [], Tensor.Of<double>([], 0, 3) },
    };

    [Theory, MemberData(nameof(Arrays))]
    public void Arrays_by_the_book(string header, byte[] data, Tensor expected)
    {
        for (byte version = 1; version <= 3; version++)
        {
            Assert.Equal(expected, Read(Array(header, data, version)));
            Assert.Equal(expected.Type, Npy.TypeOf(new MemoryStream(Array(header, data, version)), "'a'"));
        }
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "does not begin with", [1, 2, 3] },
        { "does not begin with", [.. "a text of some length"u8] },
        { "version 4.0", Array("{}", [], 4) },
        { "header would have 65535 bytes", [0x93, .. "NUMPY"u8, 1, 0, 255, 255, 0, 0] },
        { "header would have 4294967295 bytes", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255] },
        { "pickled Python objects", Array("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0]) },
        { "element type '<U5'", Array("{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }", new byte[20]) },
        { "element type '|f4'", Array("{'descr': '|f4', 'fortran_order': False, 'shape': (1,), }", new byte[4]) },
        { "element type '<f16'", Array("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", new byte[16]) },
        { "has fields", Array("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", new byte[4]) },
        { "takes 8 bytes, but 4 follow", Array("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new byte[4]) },
        { "takes 4 bytes, but 5 follow", Array("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new byte[5]) },
        { "more than 2 GiB", Array("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", new byte[4]) },
        { "is damaged", Array("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", new byte[4]) },
        { "is damaged", Array("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", new byte[4]) },
        { "is damaged", Array("{'descr': '<f4', 'fortran_order': None, 'shape': (1,), }", new byte[4]) },
        { "is damaged", Array("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", new byte[4]) },
        { "is damaged", Array("{'descr': '<f4", new byte[4]) },
        { "'more' is unknown", Array("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", new byte[4]) },
        { "there twice", Array("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", new byte[4]) },
        { "lacks 'descr'", Array("{}", new byte[4]) },
        { "more than 64 dimensions", Array($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Concat(Enumerable.Repeat("1, ", 65))}), }}", new byte[4]) },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_array_is_refused_with_the_broken_rule(string rule, byte[] array)
    {
        Assert.Contains(rule, Assert.ThrowsAny<NablaException>(() => Read(array)).Message, StringComparison.Ordinal);
        var zipped = Assert.ThrowsAny<NablaException>(() => Npz.Read(new MemoryStream(Zip(("x.npy", array))), "'z'"));
        Assert.Contains("'x' of 'z'", zipped.Message, StringComparison.Ordinal);
        Assert.Contains(rule, zipped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_file_of_something_else_is_refused()
    {
        var array = Array("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }\n", [1, 2, 3, 4]);
        Assert.Contains("'a.txt', which is no .npy file", Error(Zip(("a.txt", [1]))), StringComparison.Ordinal);
        Assert.Contains("holds 'x' twice", Error(Zip(("x.npy", array), ("x.npy", array))), StringComparison.Ordinal);
        Assert.Contains("no NPZ file", Error([1, 2, 3]), StringComparison.Ordinal);
        var stream = new MemoryStream();
        Npz.Write(new() { { "x", Tensor.Vector<byte>(1, 2, 3, 4) } }, stream);
        var damaged = stream.ToArray();
        damaged[damaged.AsSpan().IndexOf(new byte[] { 1, 2, 3, 4 }) + 2] ^= 1;
        Assert.Contains("'x' of 'z' is damaged: its checksum is wrong", Error(damaged), StringComparison.Ordinal);

        static string Error(byte[] file) => Assert.ThrowsAny<NablaException>(() => Npz.Read(new MemoryStream(file), "'z'")).Message;
    }

    [Fact]
    public void An_entry_cannot_claim_more_than_it_can_unpack_to()
    {
        var file = Zip(("x.npy", Array("{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }\n", [1, 2, 3, 4])));
        // The unpacked size, in the directory at the end of the file.
        int directory = file.AsSpan().IndexOf("PK\x01\x02"u8);
        BitConverter.GetBytes(2_000_000_000u + 128).CopyTo(file, directory + 24);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("would unpack", Assert.ThrowsAny<NablaException>(() => Npz.Read(new MemoryStream(file), "'z'")).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_is_written_is_read_again(bool compress)
    {
        var weights = Everything();
        Npz.Write(weights, At("w.npz"), compress);
        var read = WeightFile.Read(At("w.npz"));
        Assert.Equal(weights.Names, read.Names);
        Assert.All(weights, w => Assert.Equal(w.Value, read[w.Key]));
        Assert.Equal(read.Select(r => new StoredTensor(r.Key, r.Value.Type)), WeightFile.List(At("w.npz")));
        WeightFile.Write(new() { { "any", weights["layer/f32"] } }, At("one.npy"));
        Assert.Equal(weights["layer/f32"], WeightFile.Read(At("one.npy"))["one"]);
    }

    [Fact]
    public void Bfloat16_is_written_as_float32()
    {
        Npz.Write(new() { { "x", Tensor.Vector((BFloat16)1.5f) } }, At("w.npz"));
        Assert.Equal(Tensor.Vector(1.5f), Npz.Read(At("w.npz"))["x"]);
    }

    [Fact]
    public void Numpy_reads_what_is_written_and_its_files_are_read()
    {
        if (!HasNumpy()) Assert.Skip("NumPy is not installed for /usr/bin/python3.");
        var weights = Everything();
        Npz.Write(weights, At("ours.npz"));
        Run("""
            import numpy as np
            a = dict(np.load('ours.npz'))
            np.savez('theirs.npz', **a)
            np.savez_compressed('small.npz', **a)
            np.savez('fortran.npz', **{k: np.array(v, order='F') for k, v in a.items()})
            np.savez('big.npz', **{k: v.astype(v.dtype.newbyteorder('>')) for k, v in a.items()})
            np.savez('object.npz', x=np.array([{}, 1], dtype=object))
            for v in (1, 2, 3):
                with open(f'v{v}.npy', 'wb') as f: np.lib.format.write_array(f, np.arange(6, dtype='<f4').reshape(2, 3), version=(v, 0))
            """);
        foreach (var file in (string[])["theirs.npz", "small.npz", "fortran.npz", "big.npz"])
        {
            var read = Npz.Read(At(file));
            Assert.Equal(weights.Names, read.Names);
            Assert.All(weights, w => Assert.Equal(w.Value, read[w.Key]));
        }
        for (int v = 1; v <= 3; v++) Assert.Equal(Tensor.Of([0f, 1, 2, 3, 4, 5], 2, 3), WeightFile.Read(At($"v{v}.npy"))[$"v{v}"]);
        Assert.Contains("pickled", Assert.ThrowsAny<NablaException>(() => Npz.Read(At("object.npz"))).Message, StringComparison.Ordinal);
    }

    static WeightSet Everything() => new()
    {
        { "layer/f32", Tensor.Of([1f, 2, 3, float.NaN, -0f, 6], 2, 3) }, { "f64", Tensor.Of([1.5, -2.5], 1, 2, 1) }, { "f16", Tensor.Vector((Half)1.5, Half.NegativeInfinity) },
        { "i8", Tensor.Vector<sbyte>(-1, 2) }, { "i16", Tensor.Vector<short>(-1, 300) }, { "i32", Tensor.Of([1, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2) }, { "i64", Tensor.Scalar(-5L) },
        { "u8", Tensor.Vector<byte>(1, 255) }, { "u16", Tensor.Vector<ushort>(1, 65535) }, { "u32", Tensor.Vector(1u, uint.MaxValue) }, { "u64", Tensor.Vector(1ul, ulong.MaxValue) },
        { "bool", Tensor.Of([true, false, false, true], 2, 2) }, { "none", Tensor.Of<float>([], 3, 0) }, { "c64", Tensor.FromBytes(ElementType.Complex64, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], 1) },
    };

    static bool HasNumpy()
    {
        if (!File.Exists(Python)) return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import numpy"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    void Run(string script)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script]) { WorkingDirectory = _folder.FullName, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
