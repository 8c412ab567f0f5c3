using System.Diagnostics;
using System.Text;
using Nabla.Onnx;
using Nabla.Onnx.Protos;

namespace Nabla.Tests;

/// <summary>What a file came to.</summary>
/// <param name="Reached">How far it got and what stopped it, without its names and numbers: equal for files that tell nothing new.</param>
/// <param name="Failure">What must not be, or null.</param>
readonly record struct Outcome(string Reached, string? Failure);

/// <summary>Reads, checks, imports, prints and exports one file.</summary>
static class Trial
{
    const long MaxAllocated = 512L << 20;
    const int Attempts = 3;

    static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1), MaxWait = TimeSpan.FromSeconds(30);

    public static Outcome Of(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var outcome = Run(file);
        if (outcome.Failure is not null) return outcome;
        if (GC.GetAllocatedBytesForCurrentThread() - before is var allocated && allocated > MaxAllocated) return outcome with { Failure = $"it took {allocated >> 20} MiB" };
        // A busy machine is slow once, a file that hangs is slow every time; a process that is stopped or waits for a processor uses none.
        for (int attempt = 1; clock.Elapsed > MaxTime; attempt++)
        {
            if (attempt == Attempts) return outcome with { Failure = $"it took {clock.Elapsed.TotalSeconds:0.0} s" };
            var used = Environment.CpuUsage.TotalTime;
            clock.Restart();
            Run(file);
            if (Environment.CpuUsage.TotalTime - used < MaxTime && clock.Elapsed < MaxWait) return outcome;
        }
        return outcome;
    }

    static Outcome Run(byte[] file)
    {
        var stage = "read";
        try
        {
            var model = OnnxFile.Read(file);
            if (StoredBeside.Names(model))
            {
                stage = "beside";
                model = StoredBeside.Read(file);
            }
            stage = "check";
            _ = ModelChecker.Check(model, GoodModels.Ops, full: true);
            stage = "weights";
            if (Values(model) is { } learned) OnnxInitializers.Update(model, learned);
            if (model.TrainingInfo.Count > 0) Refusable(() => StoredTraining.Read(model));
            stage = "import";
            var graph = OnnxImport.Read(model, GoodModels.Ops).Graph;
            stage = "print";
            _ = SsaPrinter.Print(graph);
            stage = "export";
            if (graph.Outputs.Count > 0) _ = OnnxExport.Write(graph);
            return new($"done {string.Join(' ', graph.Nodes.Take(6).Select(n => n.Op.Schema.Name))} {graph.Inputs.Count}", null);
        }
        catch (NablaException e)
        {
            return new($"{stage} {Pattern(e.Message)}", string.IsNullOrWhiteSpace(e.Message) ? "an error without words" : null);
        }
        catch (Exception e)
        {
            return new($"{stage} {e.GetType().Name}", $"{stage}: {e}");
        }
    }

    // What stops one reader need not stop the next.
    static IReadOnlyList<Variable>? Values(ModelProto model)
    {
        IReadOnlyList<Variable>? variables = null;
        Refusable(() => variables = OnnxInitializers.Variables(model));
        return variables is not null && variables.DistinctBy(v => v.Name).Count() == variables.Count ? variables : null;
    }

    static void Refusable(Action action)
    {
        try
        {
            action();
        }
        catch (NablaException)
        {
            // Refused, as it should be.
        }
    }

    // Letters outside of quotes and brackets.
    static string Pattern(string message)
    {
        var text = new StringBuilder();
        char closing = '\0';
        foreach (char c in message)
        {
            if (closing != '\0') closing = c == closing ? '\0' : closing;
            else if (c is '\'') closing = '\'';
            else if (c is '[' or '(') closing = c == '[' ? ']' : ')';
            else if (char.IsAsciiLetter(c)) text.Append(c);
            if (text.Length == 120) break;
        }
        return text.ToString();
    }
}
