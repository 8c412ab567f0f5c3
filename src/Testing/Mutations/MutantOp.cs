namespace Nabla.Testing;

/// <summary>Another op with a change to its adjoint rule, and to nothing else.</summary>
/// <param name="Inner">The op.</param>
/// <param name="Mutation">The change.</param>
[Op("Mutant", 1, Domain = "nabla.testing", Signature = "X* -> Y+")]
sealed record MutantOp(Op Inner, Mutation Mutation) : Op
{
    public override bool Broadcasts => Inner.Broadcasts && !Mutation.LeavesUnsummed;

    public override bool IsPure => Inner.IsPure;

    public override bool IsView => Inner.IsView;

    public override TensorType[] Infer(Inference x) => Inner.Infer(x);

    public override Dim[]? Content(Inference x) => Inner.Content(x);

    public override bool HasZeroDerivative(int input) => Inner.HasZeroDerivative(input);

    public override bool CanOverwrite(int input, int output) => Inner.CanOverwrite(input, output);

    public override Kernel? Bind(Binding b) => Inner.Bind(b);

    public override bool PrefersBody(IReadOnlyList<Value?> x) => Inner.Schema.HasBody && (!Inner.Schema.HasOwnKernel || Inner.PrefersBody(x));

    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var padded = new Value?[Math.Max(x.Count, Inner.Schema.Signature.Inputs.Count)];
        for (int i = 0; i < x.Count; i++) padded[i] = x[i];
        return Inner.Body(graph, Inner.Schema.Signature.Inputs.Any(s => s.IsVariadic) ? x : padded);
    }

    public override Value?[] Adjoint(Pullback p) => Mutation.Apply(BuiltRule.Of(p, Inner));
}
