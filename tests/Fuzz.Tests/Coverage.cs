using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    internal static void Begin() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Size);

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
        for (int i = 0; i < Size; i++)
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
