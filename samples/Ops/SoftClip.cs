using System.Runtime.InteropServices;
using Nabla;
using Nabla.Ops;

namespace SampleOps;

/// <summary>y = tanh(a·x)/a, by a C library beside the plugin; where it is not there, by the body.</summary>
/// <param name="Limit">a, above 0: |y| stays below 1/a.</param>
[Op("SoftClip", 1, Domain = "samples", Signature = "X -> Y")]
public sealed unsafe partial record SoftClip(float Limit = 1) : Op
{
    /// <summary>True if the library was found.</summary>
    public static bool IsNative { get; } = NativeLibrary.TryLoad("softclip", typeof(SoftClip).Assembly, DllImportSearchPath.AssemblyDirectory, out _);

    // x̄ = ȳ·(1 − (a·y)²)
    public override Value?[] Adjoint(Pullback p) => [p.dY * (1 - p.Y() * p.Y() * (Limit * Limit))];

    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [(x[0]! * Limit).Tanh() / Limit];

    public override bool PrefersBody(IReadOnlyList<Value?> x) => !IsNative;

    public override Kernel? Bind(Binding b) => b.In().Element is ElementType.Float32 or ElementType.Float64 ? new Native(b.In(), b.Out(), Limit) : null;

    sealed class Native(Operand x, Operand y, float limit) : Kernel, IParallelBody
    {
        const int Grain = 4096;

        public override void Run(WorkerPool pool) => pool.For(this, (int)x.Count, Grain);

        public void Run(int begin, int end, int worker)
        {
            if (x.Element == ElementType.Float32) Softclip((float*)x.Pointer + begin, (float*)y.Pointer + begin, end - begin, limit);
            else Softclip((double*)x.Pointer + begin, (double*)y.Pointer + begin, end - begin, limit);
        }
    }

    [LibraryImport("softclip", EntryPoint = "softclip_f32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial void Softclip(float* x, float* y, nint count, float limit);

    [LibraryImport("softclip", EntryPoint = "softclip_f64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial void Softclip(double* x, double* y, nint count, float limit);
}
