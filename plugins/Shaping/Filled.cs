using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The same element everywhere.</summary>
sealed unsafe class Filled(Tensor element, Kernel fill) : Kernel
{
    // The element is kept: the copy reads it.
    readonly Tensor _element = element;

    public static Kernel? Bind(Tensor element, Operand y) =>
        StridedCopy.Bind(y.Element, Operand.Of(element).Pointer, y.Pointer, new StridedAxis((nint)y.Count, 0, 1)) is { } fill ? new Filled(element, fill) : null;

    public override void Run(WorkerPool pool)
    {
        fill.Run(pool);
        GC.KeepAlive(_element);
    }
}
