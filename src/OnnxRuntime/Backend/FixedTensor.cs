using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>An input or output of an executable: a tensor on the device, and where that is another memory, one on this side that people read and write.</summary>
sealed class FixedTensor : IDisposable
{
    readonly DeviceMemory _memory;
    readonly OrtValue _host;
    readonly string _name;

    public FixedTensor(Value value, DeviceMemory memory)
    {
        (_memory, _name, Element, Sizes) = (memory, value.Name, value.Element, value.Shape.ToSizes());
        _host = DeviceMemory.AllocateHost(Element, Sizes);
        Device = memory.IsHost ? _host : memory.Allocate(Element, Sizes);
    }

    public ElementType Element { get; }

    public long[] Sizes { get; }

    public OrtValue Device { get; }

    /// <summary>True after a run: what is on this side is older than what is on the device.</summary>
    public bool IsStale { get; set; }

    public Span<byte> Bytes => Sizes.Contains(0) ? [] : _host.GetTensorMutableRawData();

    public Span<T> Span<T>() where T : unmanaged => ElementTypes.Of<T>() == Element ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(Bytes)
        : throw new NablaException($"'{_name}' holds {Element.Text()}, not {ElementTypes.Of<T>().Text()}.");

    public Tensor ToTensor() => Tensor.FromBytes(Element, Bytes, Sizes);

    public void Upload()
    {
        if (!_memory.IsHost) _memory.Copy(_host, Device);
    }

    public void Download()
    {
        if (IsStale && !_memory.IsHost) _memory.Copy(Device, _host);
        IsStale = false;
    }

    public void Dispose()
    {
        Device.Dispose();
        _host.Dispose();
    }
}
