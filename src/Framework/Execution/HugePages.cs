using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>
/// Asks the system to hold memory in pages of 2 MiB, so that a product that walks across the rows of a large weight does not look up an address for each.
/// Linux only, where the administrator allows it (<c>/sys/kernel/mm/transparent_hugepage/enabled</c> is <c>madvise</c> or <c>always</c>); elsewhere nothing happens.
/// </summary>
internal static unsafe partial class HugePages
{
    const long Page = 2 << 20;

    // MADV_HUGEPAGE, linux/mman.h
    const int Advice = 14;

    static volatile bool s_cannot = !OperatingSystem.IsLinux();

    /// <summary>Advises for the whole pages within a range; memory that has been written to keeps the pages it has.</summary>
    public static void Ask(byte* start, long bytes)
    {
        nint first = (nint)((long)start + Page - 1 & -Page), end = (nint)((long)start + bytes & -Page);
        if (s_cannot || end <= first) return;
        try
        {
            // It is advice: what it answers changes nothing.
            _ = Advise((void*)first, (nuint)(end - first), Advice);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            s_cannot = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
