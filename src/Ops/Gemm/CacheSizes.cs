using System.Runtime.Intrinsics.X86;

namespace Nabla.Ops;

/// <summary>Sizes of this processor's caches: where they cannot be read, those of a common one.</summary>
internal static class CacheSizes
{
    private const int UnknownSecondLevel = 512 * 1024;

    /// <summary>Bytes of a core's second-level cache.</summary>
    public static int SecondLevel { get; } = Clamp(X86Base.IsSupported ? FromCpuId(2) : FromSystem(2));

    // A virtual machine may report nonsense.
    private static int Clamp(long bytes) => bytes is >= 128 * 1024 and <= 4 * 1024 * 1024 ? (int)bytes : UnknownSecondLevel;

    // Intel's leaf 4 and AMD's leaf 8000_001D have the same form (Intel SDM 3.3, AMD APM 3, appendix E.4.15).
    private static long FromCpuId(int level)
    {
        foreach (uint leaf in (uint[])[4, 0x8000_001D])
        {
            if ((uint)X86Base.CpuId((int)(leaf & 0x8000_0000), 0).Eax < leaf) continue;
            for (int i = 0; i < 16; i++)
            {
                var (eax, ebx, ecx, _) = X86Base.CpuId((int)leaf, i);
                if ((eax & 31) == 0) break;
                if ((eax & 31) == 2 || (eax >> 5 & 7) != level) continue;
                return ((long)((uint)ebx >> 22) + 1) * ((ebx >> 12 & 1023) + 1) * ((ebx & 4095) + 1) * ((long)(uint)ecx + 1);
            }
        }
        return 0;
    }

    private static long FromSystem(int level)
    {
        try
        {
            // Entries are numbered as they come; which level one is stands in it.
            for (int i = 0; File.Exists($"/sys/devices/system/cpu/cpu0/cache/index{i}/level"); i++)
            {
                string Read(string what) => File.ReadAllText($"/sys/devices/system/cpu/cpu0/cache/index{i}/{what}").Trim();
                if (Read("level") != $"{level}" || Read("type") == "Instruction") continue;
                string size = Read("size");
                return !long.TryParse(size[..^1], out long number) ? 0 : size[^1] switch { 'K' => number << 10, 'M' => number << 20, _ => 0 };
            }
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
