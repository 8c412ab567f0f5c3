using System.CommandLine;
using System.Diagnostics;

namespace Nabla.Cli;

/// <summary><c>--watch</c>: the same command again, in a fresh process, whenever a file was written anew. An assembly that is loaded once stays so, hence the process.</summary>
static class Watch
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Option<bool> Option() => new("--watch") { Description = "Check again whenever the plugin is rebuilt, until interrupted." };

    /// <summary>Runs until interrupted.</summary>
    /// <param name="arguments">The command line without <c>--watch</c>.</param>
    /// <param name="files">What is waited for.</param>
    /// <param name="interrupt">Ends it, and the child.</param>
    public static int Run(IReadOnlyList<string> arguments, IReadOnlyList<string> files, CancellationToken interrupt)
    {
        if (files.Count == 0) throw new UsageException("--watch needs a plugin to watch: its FILE.dll.");
        while (true)
        {
            var seen = Stamp(files);
            int code = Child(arguments, interrupt);
            Console.Error.WriteLine($"nabla: {(code == 0 ? "passed" : $"failed ({code})")}; waiting for {string.Join(", ", files)} to be rebuilt, Ctrl-C ends.");
            // A build writes more than once: what is new must also have come to rest.
            var now = Stamp(files);
            while (true)
            {
                if (interrupt.WaitHandle.WaitOne(Pause)) return ExitCode.Interrupted;
                var before = now;
                now = Stamp(files);
                if (now != seen && now == before && !now.Contains("absent", StringComparison.Ordinal)) break;
            }
        }
    }

    static string Stamp(IReadOnlyList<string> files) => string.Join(' ', files.Select(f => new FileInfo(f)).Select(f => f.Exists ? $"{f.Length}@{f.LastWriteTimeUtc.Ticks}" : "absent"));

    static int Child(IReadOnlyList<string> arguments, CancellationToken interrupt)
    {
        bool isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet";
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, isHosted ? [Path.Combine(AppContext.BaseDirectory, "nabla.dll"), .. arguments] : arguments))!;
        try
        {
            child.WaitForExitAsync(interrupt).GetAwaiter().GetResult();
            return child.ExitCode;
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            throw;
        }
    }
}
