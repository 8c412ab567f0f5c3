using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class MatMulSamples : IOpSamples
{
    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. new[] { (1, 1, 1), (5, 4, 7), (6, 16, 16), (13, 33, 17), (1, 64, 10), (128, 300, 10), (70, 300, 90), (3, 0, 4), (0, 3, 4) }
            .Select(s => Case($"MatMul {s.Item1}x{s.Item2}x{s.Item3}", new MatMul(), [s.Item1, s.Item2], [s.Item2, s.Item3])),
        Case("MatMul vectors", new MatMul(), [5], [5]), Case("MatMul vector left", new MatMul(), [5], [5, 3]), Case("MatMul vector right", new MatMul(), [3, 5], [5]),
        Case("MatMul batched", new MatMul(), [4, 3, 5], [4, 5, 2]), Case("MatMul batch repeated", new MatMul(), [4, 3, 5], [5, 2]),
        Case("MatMul batches broadcast", new MatMul(), [2, 1, 3, 5], [4, 5, 2]), Case("MatMul vector and batch", new MatMul(), [5], [4, 5, 2]),
        new("MatMul int32", new MatMul(), InputSpec.Of(Tensor.Of([1, 2, 3, 4], 2, 2)), InputSpec.Of(Tensor.Of([5, 6, 7, 8], 2, 2))) { Differentiable = false },
        .. from ta in new[] { 0, 1 }
           from tb in new[] { 0, 1 }
           select Case($"Gemm {ta}{tb}", new Gemm(TransA: ta, TransB: tb), ta == 0 ? [7, 5] : [5, 7], tb == 0 ? [5, 9] : [9, 5], [9]),
        Case("Gemm scaled", new Gemm(0.5f, 2, 1, 1), [5, 7], [9, 5], [7, 9]), Case("Gemm without C", new Gemm(0.5f), [7, 5], [5, 9]),
        Case("Gemm column", new Gemm(), [7, 5], [5, 9], [7, 1]), Case("Gemm scalar", new Gemm(), [7, 5], [5, 9], []),
        Case("Gemm large", new Gemm(), [130, 300], [300, 70], [70]),
        Einsum("ij,jk->ik", [5, 7], [7, 9]), Einsum("ij,jk", [5, 7], [7, 9]), Einsum("bij,bkj->bik", [2, 5, 7], [2, 9, 7]), Einsum("bhid,bhjd->bhij", [2, 3, 5, 4], [2, 3, 7, 4]),
        Einsum("ij->ji", [5, 7]), Einsum("ij->", [5, 7]), Einsum("ijk->ik", [3, 4, 5]), Einsum("i,j->ji", [5], [7]), Einsum("i,i->", [9], [9]), Einsum("ij,ij->ij", [3, 4], [3, 4]),
        Einsum("ij,jk,kl->il", [2, 3], [3, 4], [4, 5]), Einsum("abc,cd->dab", [2, 3, 4], [4, 5]), Einsum("ij,kl->ik", [2, 3], [4, 5]),
        Einsum("ii->i", [4, 4]), Einsum("ii", [4, 4]), Einsum("iij->ji", [3, 3, 2]), Einsum("iji->j", [3, 2, 3]), Einsum("iii->i", [3, 3, 3]), Einsum("ijij->ij", [2, 3, 2, 3]),
        Einsum("ii,ij->ij", [3, 3], [3, 4]), Einsum("iij,jkk->ik", [3, 3, 2], [2, 4, 4]),
        Einsum("...ii->...i", [2, 3, 3]), Einsum("...ij,...jk->...ik", [2, 3, 4], [2, 4, 5]), Einsum("...ij,...jk", [2, 3, 4], [2, 4, 5]), Einsum("...ij,jk->...ik", [2, 6, 3, 4], [4, 5]),
        Einsum("...ab,...bc->...ac", [2, 1, 3, 4], [1, 5, 4, 3]), Einsum("...,...->...", [2, 1, 3], [2, 4, 1]), Einsum("i...,i->...", [2, 1], [2]), Einsum("...->...", [2, 3]), Einsum("i...->i", [2]),
    ];

    static OpSample Einsum(string equation, params long[][] shapes) => Case($"Einsum {equation}", new Einsum(equation), shapes);

    static OpSample Case(string name, Op op, params long[][] shapes) => new(name, op, [.. shapes.Select(s => InputSpec.Float(s).In(-1, 1))]) { Tolerance = 2e-5 };
}
