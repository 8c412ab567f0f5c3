using System.Reflection;

namespace Nabla.Training.Tests;

static class TestOps
{
    static readonly string[] Plugins = ["MatMul", "Activations", "SoftmaxCrossEntropy", "Arithmetic", "Reductions", "Shaping"];

    /// <summary>Every op of every plugin that the tests refer to.</summary>
    public static Registry Registry { get; } = Plugins.Aggregate(new Registry(), (registry, plugin) => registry.AddAssembly(Assembly.Load(plugin), plugin));

    public static IBackend Backend(int threads = 1) => Nabla.Ops.Cpu.Backend(threads);

    public static Trainer Digits(ulong seed = 1, int threads = 1, int batch = 64, Optimizer? optimizer = null) =>
        new(Registry, Sequential.Mlp([64, 64, 10], "relu"), new SoftmaxCrossEntropy(), optimizer ?? new Adam(2e-3), Backend(threads),
            new() { Seed = seed, BatchSize = batch });
}
