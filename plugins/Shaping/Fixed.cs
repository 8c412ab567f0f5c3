namespace Nabla.Plugins;

/// <summary>A result that is known beforehand.</summary>
sealed unsafe class Fixed(Tensor tensor, Operand y) : Kernel
{
    public static Kernel? Bind(Tensor tensor, Operand y) => y.Element.Bits() == 0 ? null : new Fixed(tensor, y);

    public static Kernel Ints(Operand y, params ReadOnlySpan<long> values) => new Fixed(Tensor.Vector(values), y);

    public override void Run(WorkerPool pool) => tensor.Bytes.CopyTo(new(y.Pointer, tensor.Bytes.Length));
}
