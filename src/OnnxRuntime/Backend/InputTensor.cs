using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>An input of an executable: a tensor on this side that people write, and where the device has memory of its own, two there, taken in turn: a run reads one while the
/// other takes what the next run is fed.</summary>
sealed class InputTensor : IDisposable
{
    // Compared with what its tensor on the device holds, which takes less than a copy to it: a learning rate stays the same for long.
    const int MostCompared = 256;

    readonly DeviceMemory _memory;
    readonly FixedTensor _host;
    readonly OrtValue[] _device;
    // What each of the device's tensors was given last, where that is compared.
    readonly (byte[] Bytes, bool IsKnown)[] _held = [];

    public InputTensor(Value value, DeviceMemory memory)
    {
        _memory = memory;
        _host = FixedTensor.OnThisSide(value, memory);
        _device = memory.IsHost ? [_host.Device] : [memory.Allocate(value.Element, _host.Sizes), memory.Allocate(value.Element, _host.Sizes)];
        int bytes = _host.Bytes.Length;
        if (!memory.IsHost && bytes <= MostCompared) _held = [(new byte[bytes], false), (new byte[bytes], false)];
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
        if (!_memory.IsHost && !IsStaged)
        {
            if (_held.Length == 0) _memory.Copy(_host.Device, On(turn));
            else Upload(turn, ref _held[turn % _held.Length]);
        }
        IsStaged = true;
    }

    void Upload(int turn, ref (byte[] Bytes, bool IsKnown) held)
    {
        if (held.IsKnown && _host.Bytes.SequenceEqual(held.Bytes)) return;
        held.IsKnown = false;
        _memory.Copy(_host.Device, On(turn));
        _host.Bytes.CopyTo(held.Bytes);
        held.IsKnown = true;
    }

    public void Dispose()
    {
        if (!_memory.IsHost) foreach (var tensor in _device) tensor.Dispose();
        _host.Dispose();
    }
}
