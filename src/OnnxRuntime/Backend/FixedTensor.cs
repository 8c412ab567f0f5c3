using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>An output of an executable: a tensor on the device, and where that is another memory, one on this side that people read, in memory that the device reaches fast.</summary>
sealed class FixedTensor : IDisposable
{
    readonly DeviceMemory _memory;
    readonly OrtValue _host;
    readonly string _name;
    readonly bool _isCopied;

    /// <param name="value">Name, type and sizes.</param>
    /// <param name="memory">The device's memory.</param>
    public FixedTensor(Value value, DeviceMemory memory) : this(value, memory, memory.AllocateStaging(value.Element, value.Shape.ToSizes()), isCopied: !memory.IsHost) { }

    FixedTensor(Value value, DeviceMemory memory, OrtValue host, bool isCopied)
    {
        (_memory, _name, _host, _isCopied, Element, Sizes) = (memory, value.Name, host, isCopied, value.Element, value.Shape.ToSizes());
        Device = isCopied ? memory.Allocate(Element, Sizes) : host;
    }

    /// <summary>A tensor on this side alone, in memory that the device reads fast.</summary>
    public static FixedTensor OnThisSide(Value value, DeviceMemory memory) => new(value, memory, memory.AllocateStaging(value.Element, value.Shape.ToSizes()), isCopied: false);

    public ElementType Element { get; }

    public long[] Sizes { get; }

    public OrtValue Device { get; }

    /// <summary>True after a run: what is on this side is older than what is on the device.</summary>
    public bool IsStale { get; set; }

    public Span<byte> Bytes => Sizes.Contains(0) ? [] : _host.GetTensorMutableRawData();

    public Span<T> Span<T>() where T : unmanaged => ElementTypes.Of<T>() == Element ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(Bytes)
        : throw new NablaException($"'{_name}' holds {Element.Text()}, not {ElementTypes.Of<T>().Text()}.");

    public Tensor ToTensor() => Tensor.FromBytes(Element, Bytes, Sizes);

    /// <summary>Brings what a run left in a tensor to this side, if it is not there.</summary>
    public void Download(OrtValue from)
    {
        if (IsStale && from != _host) _memory.Copy(from, _host);
        IsStale = false;
    }

    public void Dispose()
    {
        if (_isCopied) Device.Dispose();
        _host.Dispose();
    }
}
