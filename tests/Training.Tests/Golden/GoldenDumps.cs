using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Training.Tests;

/// <summary>The text of every stage of one MLP, so that a change that claims to change nothing is seen to. Set NABLA_UPDATE_GOLDEN=1 to write them anew.</summary>
public class GoldenDumps
{
    static Trainer Mlp() => new(TestOps.Registry, Sequential.Mlp([4, 5, 3], "relu"), new SoftmaxCrossEntropy(), new Momentum(0.1), TestOps.Backend(), new() { Seed = 1 });

    [Fact]
    public void Forward_loss_adjoint_and_update_graphs() => Compare("mlp.ssa", Mlp().Step.Program.ToString());

    [Fact]
    public void Compiled_step_and_memory_plan()
    {
        var step = Mlp().Step;
        var (graph, plan) = new CpuBackend(1, Cpu.Passes) { Verifies = true }
            .Plan(step.Program, [step.Loss, step.Logits], new Dictionary<string, long> { ["N"] = 2 }, updates: true);
        Compare("mlp.plan", $"{graph}{plan}");
    }

    static void Compare(string name, string text, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Golden", name);
        if (Environment.GetEnvironmentVariable("NABLA_UPDATE_GOLDEN") == "1") File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, name), text);
        else Assert.Equal(File.ReadAllText(file), text);
    }
}
