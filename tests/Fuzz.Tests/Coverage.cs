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
        // A file takes a few hundred of the 65 536 branches: most lanes are empty.
        for (int i = 0; i < Size; i += Vector256<byte>.Count)
            if (Vector256.LoadAligned(map + i) != Vector256<byte>.Zero) isNew |= IsNew(map, i);
        return isNew;
    }

    bool IsNew(byte* map, int from)
    {
        bool isNew = false;
        for (int i = from; i < from + Vector256<byte>.Count; i++)
        {
            if (map[i] == 0) continue;
            byte bit = (byte)(1 << (map[i] switch { 1 => 0, 2 => 1, 3 => 2, < 8 => 3, < 16 => 4, < 32 => 5, < 128 => 6, _ => 7 }));
            if ((_seen[i] & bit) != 0) continue;
            _seen[i] |= bit;
            isNew = true;
        }
        return isNew;
    }
}
