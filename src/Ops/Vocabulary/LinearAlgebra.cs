namespace Nabla.Ops;

/// <summary>Linear algebra on values whose last two dimensions are matrices, by the op it adds. All but Det are Nabla's own ops, exported by their bodies.</summary>
public static class LinearAlgebra
{
    extension(Value x)
    {
        /// <summary>The determinant.</summary>
        public Value Det() => x.Graph.Add("Det", x);

        /// <summary>The sum of the diagonal.</summary>
        public Value Trace() => x.Own("Trace");

        /// <summary>The inverse; a singular matrix is an error when it runs.</summary>
        public Value Inverse() => x.Own("Inverse");

        /// <summary>This matrix's inverse times <paramref name="right"/> [..., M, K], without computing the inverse; a singular matrix is an error when it runs.</summary>
        public Value Solve(Value right) => x.Own("Solve", right);

        /// <summary>The lower triangle L with L·Lᵀ = x for symmetric positive definite x, of which the lower triangle is read; another is an error when it runs.</summary>
        public Value Cholesky() => x.Own("Cholesky");

        Value Own(string op, params ReadOnlySpan<Value?> more) => x.Graph.Add(x.Graph.Registry.Make(op, domain: "nabla"), [x, .. more])[0];
    }
}
