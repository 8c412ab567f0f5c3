using System.CommandLine;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary>What a training runs on, and Nabla's own kernels, which its result is compared with.</summary>
sealed record RunsOn(CpuBackend Kernels, IBackend Backend, int StepsPerRun = 1)
{
    public static RunsOn Of(ParseResult line, DeviceOptions device, Option<int?> threads)
    {
        int count = line.GetValue(threads) ?? 0;
        var kernels = Cpu.Backend(count);
        return new(kernels, device.Of(line, count) is { } options ? new OnnxRuntimeBackend(options) : kernels, device.StepsPerRun(line));
    }

    /// <summary><c>2 threads</c>, or what an ONNX Runtime device does.</summary>
    public override string ToString() => Backend is OnnxRuntimeBackend device ? $"{device.Description}{(StepsPerRun > 1 ? $", {StepsPerRun} steps a run" : "")}" : $"{Kernels.Pool.Threads} {(Kernels.Pool.Threads == 1 ? "thread" : "threads")}";
}
