using System.Diagnostics;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Time an element on one thread beside a copy of as much memory. Only what no kernel needs is a failure: far more time than any arithmetic takes, or
/// memory allocated by a run.</summary>
static class SpeedAspect
{
    /// <summary>Nanoseconds an element from which on a kernel is too slow.</summary>
    public const double Slow = 1000;
    const long Elements = 1 << 17;
    const int Repeated = 10;
    static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(40), Patience = TimeSpan.FromMilliseconds(400);

    public static Finding? Check(Registry registry, OpSample sample, int seed, out OpSpeed? speed)
    {
        speed = null;
        if (SampleVariants.Large(registry, sample, Elements) is not { } large) return null;
        var function = CheckedFunction.Of(registry, large);
        var inputs = function.Draw(ElementType.Float32, seed);
        var program = new Program(registry);
        var graph = program.AddGraph("speed");
        var x = function.InputsIn(graph, inputs);
        var y = function.Build(graph, x);
        var run = Cpu.Backend(1).Compile(program, y);
        foreach (var input in run.Inputs) run.Feed(input, inputs[Array.IndexOf(x, input)]!);
        var (seconds, allocated) = Fastest(run.Run, Budget, 3);
        Value[] values = [.. run.Inputs, .. y];
        long elements = values.Sum(v => v.Shape.Count.Size), bytes = values.Sum(v => v.Type.Bytes);
        // A busy machine is no slow op: before it is called one, it has the time that a slow op takes, and the best of that counts.
        if (seconds * 1e9 / elements > Slow) seconds = Math.Min(seconds, Fastest(run.Run, Patience, Repeated).Seconds);
        speed = new(elements, seconds * 1e9 / elements, bytes / seconds * 1e-9, Copy(bytes / 2));
        if (allocated > 0) return Fail(FormattableString.Invariant($"a run allocates {allocated} bytes; make in Bind what Run needs"));
        return speed.Nanoseconds <= Slow ? new(Aspect.Speed, Verdict.Pass)
            : Fail(FormattableString.Invariant($"{speed.Nanoseconds:F0} ns an element at sizes {SampleVariants.Text(large)}; a copy takes {seconds * 1e9 / elements * speed.OfCopy:F2}. Does the time grow with the square of the size?"));
    }

    static double Copy(long bytes)
    {
        var (from, to) = (new byte[bytes], new byte[bytes]);
        return 2 * bytes / Fastest(() => from.AsSpan().CopyTo(to), Budget, 3).Seconds * 1e-9;
    }

    // So often at least, and for so long at least, unless the runs are so long that ten times as much is gone.
    static (double Seconds, long Allocated) Fastest(Action run, TimeSpan budget, int least)
    {
        var (seconds, allocated, start) = (double.MaxValue, long.MaxValue, Stopwatch.GetTimestamp());
        for (int i = 0; i < least || Stopwatch.GetElapsedTime(start) < budget; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread(), at = Stopwatch.GetTimestamp();
            run();
            seconds = Math.Min(seconds, Math.Max(1e-9, Stopwatch.GetElapsedTime(at).TotalSeconds));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            if (i > 0 && Stopwatch.GetElapsedTime(start) > 10 * budget) break;
        }
        return (seconds, allocated);
    }

    static Finding Fail(string message) => new(Aspect.Speed, Verdict.Fail, message);
}
