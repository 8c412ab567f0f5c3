namespace Nabla.Ops;

/// <summary>The CPU backend with every pass that knows kernels.</summary>
public static class Cpu
{
    /// <summary>Joint kernels, products, fusion, epilogues: in the order in which they build on each other.</summary>
    public static IReadOnlyList<IPass> Passes { get; } = [new JointKernels(), new LowerReductions(), new LowerProducts(), new DeadCode(), new ElementwiseFusion(), new ProductEpilogue(), new ReductionEpilogue()];

    /// <summary>A backend.</summary>
    /// <param name="threads">Threads that share the work, the caller included; 0 for one a core.</param>
    public static CpuBackend Backend(int threads = 0) => new(threads, Passes);
}
