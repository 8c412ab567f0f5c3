using System.Diagnostics;
using System.Globalization;

namespace Nabla.Tests;

public sealed class InterruptTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Ctrl_c_ends_training_and_leaves_the_file_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends a signal");
        Assert.SkipWhen(IgnoresInterrupts(), "this process ignores SIGINT, and so does what it starts");
        _place.Write("model.onnx", "precious");
        using var process = Tool.Start(_place.Folder, "train", "--epochs", "1000000");
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch", StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("precious", File.ReadAllText(_place["model.onnx"]));
    }

    static bool IgnoresInterrupts()
    {
        const ulong interrupt = 1 << 1;
        var ignored = File.ReadLines("/proc/self/status").First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim();
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & interrupt) != 0;
    }
}
