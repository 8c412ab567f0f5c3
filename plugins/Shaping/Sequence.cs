namespace Nabla.Plugins;

/// <summary>Kernels one after the other.</summary>
sealed class Sequence(params Kernel[] kernels) : Kernel
{
    public static Kernel? Of(params IReadOnlyList<Kernel?> kernels) => kernels.Any(k => k is null) ? null : new Sequence([.. kernels!]);

    public override void Run(WorkerPool pool)
    {
        foreach (var kernel in kernels) kernel.Run(pool);
    }
}
