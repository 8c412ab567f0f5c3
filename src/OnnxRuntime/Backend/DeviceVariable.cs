using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>A variable on a device: one tensor, or two taken in turn where steps change it, so that a step never writes what it still reads.</summary>
sealed class DeviceVariable(StepVariable step, DeviceMemory memory, DeviceThread thread) : IVariableStore, IDisposable
{
    readonly OrtValue?[] _tensors = new OrtValue?[2];
    OrtValue? _host;

    public Variable Variable => step.Variable;

    /// <summary>Which tensor holds the present value.</summary>
    public int Turn { get; private set; }

    /// <summary>The present value.</summary>
    public OrtValue Current => Tensor(Turn);

    /// <summary>Where a step writes the next value.</summary>
    public OrtValue Next => Tensor(1 - Turn);

    /// <summary>The next value is the present one now.</summary>
    public void Flip() => Turn = 1 - Turn;

    /// <summary>Takes the value over from wherever it is.</summary>
    public void Take()
    {
        if (Variable.Store == this) return;
        thread.Wait();
        var value = step.Stored(Variable.ToTensor());
        value.Bytes.CopyTo(Host.GetTensorMutableRawData());
        memory.Copy(Host, Current);
        Variable.MoveTo(this);
    }

    public void Fetch(Variable variable, Span<byte> destination)
    {
        thread.Wait();
        memory.Copy(Current, Host);
        step.Restored(OrtTensors.FromOrt(Host, variable.Name)).Bytes.CopyTo(destination);
    }

    OrtValue Host => _host ??= DeviceMemory.AllocateHost(Variable.Type.Element, Variable.Type.Shape.ToSizes());

    OrtValue Tensor(int turn) => _tensors[turn] ??= memory.Allocate(Variable.Type.Element, Variable.Type.Shape.ToSizes());

    public void Dispose()
    {
        Variable.Recall(this);
        // Freeing must wait for others' recordings as any use of the device.
        using var pass = memory.IsHost ? default : DeviceGate.Shared();
        foreach (var tensor in _tensors) tensor?.Dispose();
        _host?.Dispose();
    }
}
