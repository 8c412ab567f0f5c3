namespace Nabla.Testing;

/// <summary>The same bytes in memory of their own: what a kernel may write over, as the plan may let it.</summary>
[Op("Copy", 1, Domain = "nabla.testing", Signature = "X -> Y")]
sealed record Copy() : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];

    public override Kernel? Bind(Binding b) => new Bytes(b.In(), b.Out());

    sealed unsafe class Bytes(Operand x, Operand y) : Kernel
    {
        readonly long _bytes = x.Element.Bytes(x.Count);

        public override void Run(WorkerPool pool) => Buffer.MemoryCopy(x.Pointer, y.Pointer, _bytes, _bytes);
    }
}
