using Nabla.Ops;

namespace Nabla.Tests.LaneMaths;

public sealed class WidestTests
{
    /// <summary>Runs of these tests under narrower registers are of no use if the runtime does not know the switch.</summary>
    [Fact]
    public void The_switches_of_the_runtime_narrow_the_registers()
    {
        static bool IsOff(string what) => Environment.GetEnvironmentVariable($"DOTNET_Enable{what}") == "0";
        Assert.True(Lanes.Widest <= (IsOff("AVX2") ? 128 : IsOff("AVX512") ? 256 : 512), $"registers of {Lanes.Widest} bits are used");
    }
}
