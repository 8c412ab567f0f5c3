using System.Runtime.InteropServices;

namespace Nabla.Benchmarks;

/// <summary>Debian's libopenblas0, to compare with.</summary>
static unsafe partial class OpenBlas
{
    const string Library = "libopenblas.so.0";
    const int RowMajor = 101, NoTrans = 111, Trans = 112;

    /// <summary>Why it is not here, or null if it is.</summary>
    public static string? Missing { get; } = NativeLibrary.TryLoad(Library, out _) ? null : $"there is no {Library}; apt-get install libopenblas0.";

    /// <summary>C = A·B, all row-major; A is stored as [k, m] and B as [n, k] where transposed.</summary>
    public static void Multiply(int m, int n, int k, float* a, bool transA, float* b, bool transB, float* c) =>
        Sgemm(RowMajor, transA ? Trans : NoTrans, transB ? Trans : NoTrans, m, n, k, 1, a, transA ? m : k, b, transB ? k : n, 0, c, n);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    public static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);
}
