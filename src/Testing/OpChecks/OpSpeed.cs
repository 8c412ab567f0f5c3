namespace Nabla.Testing;

/// <summary>How fast a kernel is on one thread, beside a plain copy of as much memory.</summary>
/// <param name="Elements">Elements of all inputs and outputs.</param>
/// <param name="Nanoseconds">Time of the fastest run, an element.</param>
/// <param name="Bandwidth">Bytes of inputs and outputs a nanosecond: GB/s.</param>
/// <param name="CopyBandwidth">What a copy of as many bytes reaches.</param>
public sealed record OpSpeed(long Elements, double Nanoseconds, double Bandwidth, double CopyBandwidth)
{
    /// <summary>The part of the bandwidth of a copy, 1 for a kernel that only waits for memory.</summary>
    public double OfCopy => Bandwidth / CopyBandwidth;
}
