using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary>What <c>nabla doctor</c> finds.</summary>
sealed record DoctorReport(IReadOnlyList<DeviceFinding> Findings)
{
    /// <param name="registry">The ops that are there.</param>
    /// <param name="device">A device that is wanted; null for none in particular.</param>
    public static DoctorReport Of(Registry registry, Device? device) => new(
    [
        new("system", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}"),
        new("processor", $"{Environment.ProcessorCount} threads; {Features()}"),
        new("kernels", $"registers of {Lanes.Width} bits", Lanes.Width < Lanes.Widest ? $"the processor has {Lanes.Widest}; unset NABLA_LANES to use them" : null),
        .. DeviceReport.Look(device),
        .. registry.Plugins.OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => new DeviceFinding($"plugin {p.Name}", p.Failure is null ? $"{registry.Ops.Count(o => o.Plugin == p.Name)} ops" : "not loaded", p.Failure)),
    ]);

    static string Features() => string.Join(' ', new (string Name, bool Is)[]
    {
        ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512F", Avx512F.IsSupported), ("AVX-512BW", Avx512BW.IsSupported), ("AdvSimd", AdvSimd.IsSupported),
    }.Where(f => f.Is).Select(f => f.Name).DefaultIfEmpty("128-bit registers only"));
}
