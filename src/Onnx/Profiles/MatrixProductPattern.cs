namespace Nabla.Onnx;

/// <summary>α·op(A)·op(B) + β·C as Gemm writes it, or a MatMul of two matrices; transposes in front are taken in.</summary>
readonly record struct MatrixProductPattern(Value A, Value B, Value? C, double Alpha, double Beta, bool TransA, bool TransB)
{
    /// <summary>The product that computes a value; null if it is none.</summary>
    public static MatrixProductPattern? Of(Value v)
    {
        if (v.Producer is not { } node || v.Shape.Rank != 2) return null;
        if (node.Op.Is("Gemm"))
            return new MatrixProductPattern(node.Inputs[0]!, node.Inputs[1]!, node.Inputs.ElementAtOrDefault(2), node.Op.Get<float>("alpha"), node.Op.Get<float>("beta"),
                node.Op.Get<long>("transA") != 0, node.Op.Get<long>("transB") != 0).Untransposed();
        return v.Reads("MatMul") is [{ Shape.Rank: 2 } a, { Shape.Rank: 2 } b] ? new MatrixProductPattern(a, b, null, 1, 1, false, false).Untransposed() : null;
    }

    /// <summary>Adds it as a Gemm in place of a node.</summary>
    public Value Build(RewriteSite site, Node place)
    {
        var attributes = new List<(string, object)>();
        if (Alpha != 1) attributes.Add(("alpha", (float)Alpha));
        if (Beta != 1 && C is not null) attributes.Add(("beta", (float)Beta));
        if (TransA) attributes.Add(("transA", 1L));
        if (TransB) attributes.Add(("transB", 1L));
        return C is null ? site.Add("Gemm", [.. attributes], place, A, B) : site.Add("Gemm", [.. attributes], place, A, B, C);
    }

    MatrixProductPattern Untransposed()
    {
        var p = this;
        while (p.A.Reads("Transpose") is [{ Shape.Rank: 2 } a]) p = p with { A = a, TransA = !p.TransA };
        while (p.B.Reads("Transpose") is [{ Shape.Rank: 2 } b]) p = p with { B = b, TransB = !p.TransB };
        return p;
    }
}
