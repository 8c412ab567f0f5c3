using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>An input of an executable: a tensor on this side that people write, and where the device has memory of its own, two there, taken in turn: a run reads one while the
/// other takes what the next run is fed.</summary>
sealed class InputTensor : IDisposable
{
    readonly DeviceMemory _memory;
    readonly FixedTensor _host;
    readonly OrtValue[] _device;

    public InputTensor(Value value, DeviceMemory memory)
    {
        _memory = memory;
        _host = FixedTensor.OnThisSide(value, memory);
        _device = memory.IsHost ? [_host.Device] : [memory.Allocate(value.Element, _host.Sizes), memory.Allocate(value.Element, _host.Sizes)];
    }

    /// <summary>Where it is written.</summary>
    public FixedTensor Host => _host;

    /// <summary>True if the next run's tensor on the device holds what was written.</summary>
    public bool IsStaged { get; set; }

    /// <summary>What a run reads in one of the two turns.</summary>
    public OrtValue On(int turn) => _device[turn % _device.Length];

    /// <summary>Brings what was written to the tensor of a turn.</summary>
    public void Upload(int turn)
    {
        if (!_memory.IsHost && !IsStaged) _memory.Copy(_host.Device, On(turn));
        IsStaged = true;
    }

    public void Dispose()
    {
        if (!_memory.IsHost) foreach (var tensor in _device) tensor.Dispose();
        _host.Dispose();
    }
}
