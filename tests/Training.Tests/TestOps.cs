using System.Reflection;

namespace Nabla.Training.Tests;

static class TestOps
{
    /// <summary>Every op of every plugin beside the tests.</summary>
    public static Registry Registry { get; } = All();

    static Registry All()
    {
        var registry = new Registry();
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "Nabla.Plugins.*.dll").Order(StringComparer.Ordinal))
        {
            if (!file.EndsWith(".Tests.dll", StringComparison.Ordinal)) registry.AddAssembly(Assembly.LoadFrom(file));
        }
        return registry;
    }

    public static IBackend Backend(int threads = 1) => Nabla.Ops.Cpu.Backend(threads);

    public static Trainer Digits(ulong seed = 1, int threads = 1, int batch = 64, Optimizer? optimizer = null) =>
        new(Registry, Sequential.Mlp([64, 64, 10], "relu"), new SoftmaxCrossEntropy(), optimizer ?? new Adam(2e-3), Backend(threads),
            new() { Seed = seed, BatchSize = batch });
}
