using System.Globalization;
using Nabla.Weights;

namespace Nabla.Tests;

/// <summary>Whatever the bytes, weights are read or refused with an error of ours, quickly and within the memory that the file pays for.
/// NABLA_FUZZ_FILES and NABLA_FUZZ_SEED ask for more files, or others.</summary>
public class FuzzTests
{
    const long MaxAllocated = 64 << 20;

    static readonly int Files = Setting("NABLA_FUZZ_FILES", 40_000), Seed = Setting("NABLA_FUZZ_SEED", 2024);

    static readonly string[] Words =
    [
        "F32", "F16", "BF16", "F64", "I8", "U64", "BOOL", "F8_E5M2", "[", "]", "{", "}", ",", ":", "\"", "0", "1", "4", "8", "16", "-1", "1e9", "18446744073709551615", "9223372036854775807",
        "4294967296", "null", "\\ud800", "\\u0000", "__metadata__", "data_offsets", "shape", "dtype", " ", "'", "(", ")", "True", "<f4", ">f8", "|O", "|b1", "<U1", "L", "PK\x01\x02", "PK\x03\x04", "PK\x05\x06",
    ];

    [Fact]
    public void Safetensors_files() => Run(Safetensors.Read, SafetensorsTests.File(
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"c":{"dtype":"BOOL","shape":[4],"data_offsets":[16,20]}}""", new byte[20]));

    [Fact]
    public void Numpy_files()
    {
        var stored = new MemoryStream();
        Npz.Write(new() { { "a", Tensor.Of([1f, 2f], 2, 1) }, { "b", Tensor.Vector(true) } }, stream: stored);
        var packed = new MemoryStream();
        Npz.Write(new() { { "a", Tensor.Of(new float[64], 8, 8) } }, stream: packed, compress: true);
        Run(Npz.Read, stored.ToArray(), packed.ToArray());
    }

    [Fact]
    public void Numpy_arrays() => Run((stream, what) => new WeightSet { { "x", Npy.Read(stream, what) } },
        NumpyTests.Array("{'descr': '>f4', 'fortran_order': True, 'shape': (2, 2), }\n", new byte[16]), NumpyTests.Array("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }\n", new byte[8], 2));

    static int Setting(string name, int usual) => Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    static void Run(Func<Stream, string, WeightSet> read, params byte[][] seeds)
    {
        var random = new Random(Seed);
        int good = 0;
        for (int i = 0; i < Files; i++)
        {
            var bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (read(new MemoryStream(bytes), "'fuzz'").Count >= 0) good++;
            }
            catch (NablaException e)
            {
                Assert.StartsWith("'", e.Message, StringComparison.Ordinal);
            }
            catch (Exception e)
            {
                Assert.Fail($"File {i}: {e}\n{Convert.ToHexString(bytes)}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        }
        // Else the mutations were too wild to get past the first check.
        Assert.InRange(good, Files / 200, Files - 1);
    }

    static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (int n = random.Next(1, 5); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(9))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count), 1)); break;
                case 4: bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0; break;
                case 5: bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : 0); break;
                case 6: bytes[at] = (byte)"0123456789"[random.Next(10)]; break;
                default:
                    var word = System.Text.Encoding.Latin1.GetBytes(Words[random.Next(Words.Length)]);
                    if (random.Next(2) == 0) bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
                    bytes.InsertRange(Math.Min(at, bytes.Count), word);
                    break;
            }
        }
        var file = bytes.ToArray();
        // Most files keep the right length of their header, else nothing behind it would be tried.
        bool isSafetensors = seed[8] == '{';
        if (isSafetensors && file.Length > 28 && random.Next(4) > 0) BitConverter.GetBytes((long)(file.Length - 28)).CopyTo(file, 0);
        return file;
    }
}
