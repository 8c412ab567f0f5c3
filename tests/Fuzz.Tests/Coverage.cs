using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nabla.Onnx;
using SharpFuzz.Common;

namespace Nabla.Tests;

/// <summary>Which branches of the importer a file took, how often, where sharpfuzz has instrumented it (tools/fuzz.sh --coverage). One thread a process: there is one map.</summary>
sealed unsafe class Coverage
{
    // The size that the instrumentation writes to.
    const int Size = 1 << 16;

    readonly byte[] _seen = new byte[Size];

    // Instrumented code writes to it from its first branch on.
    [ModuleInitializer]
    internal static void Begin() => Trace.SharedMem = Zeroed();

    static byte* Zeroed()
    {
        var map = (byte*)NativeMemory.AlignedAlloc(Size, (nuint)Vector256<byte>.Count);
        new Span<byte>(map, Size).Clear();
        return map;
    }

    /// <summary>Whether the importer was instrumented.</summary>
    public static bool IsThere { get; } = typeof(OnnxFile).Assembly.GetReferencedAssemblies().Any(a => a.Name == typeof(Trace).Assembly.GetName().Name);

    /// <summary>Branches seen so far.</summary>
    public int Branches => _seen.Count(s => s != 0);

    /// <summary>Forgets what the last file did.</summary>
    public static void Forget()
    {
        new Span<byte>(Trace.SharedMem, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether some branch was taken for the first time, or in another order of magnitude: AFL's classes of counts.</summary>
    public bool IsNew()
    {
        bool isNew = false;
        byte* map = Trace.SharedMem;
        fixed (byte* seen = _seen)
            for (int i = 0; i < Size; i += Vector256<byte>.Count)
            {
                var counts = Vector256.LoadAligned(map + i);
                // A file takes a few hundred of the 65 536 branches: most lanes are empty.
                if (counts == Vector256<byte>.Zero) continue;
                var known = Vector256.Load(seen + i);
                var all = known | Classes(counts);
                if (all == known) continue;
                all.Store(seen + i);
                isNew = true;
            }
        return isNew;
    }

    // A bit for each of 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127 and more.
    static Vector256<byte> Classes(Vector256<byte> counts)
    {
        var bits = Vector256<byte>.Zero;
        ReadOnlySpan<byte> from = [1, 2, 3, 4, 8, 16, 32, 128];
        for (int k = 0; k < from.Length; k++)
            bits = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(counts, Vector256.Create(from[k])), Vector256.Create((byte)(1 << k)), bits);
        return bits;
    }
}
