using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nabla.OnnxRuntime;

/// <summary>Where a device's tensors lie.</summary>
abstract class DeviceMemory
{
    /// <summary>True if it is the computer's own memory: nothing needs to be copied there.</summary>
    public virtual bool IsHost => false;

    /// <summary>True if a device takes what it reads into memory of its own when that is bound, and not again: all inputs are then bound for every run.</summary>
    public virtual bool IsTakenWhenBound => false;

    /// <summary>A tensor in this memory, its elements undefined.</summary>
    public abstract OrtValue Allocate(ElementType element, long[] sizes);

    /// <summary>A tensor on this side that is copied to this memory, all zero: where the device can read it by itself, if it offers such memory.</summary>
    public virtual OrtValue AllocateStaging(ElementType element, long[] sizes) => AllocateHost(element, sizes);

    /// <summary>Copies between the computer's memory and this, or within this; done when it returns. Two threads may.</summary>
    public abstract void Copy(OrtValue from, OrtValue to);

    /// <summary>The memory of a device.</summary>
    public static DeviceMemory Of(Device device)
    {
        if (device.IsCpu) return new HostMemory();
        var found = ExecutionProviders.Find(device);
        // The CPU's provider has none of its own, nor have others that take the computer's.
        if (found.HardwareDevice.Type == OrtHardwareDeviceType.CPU) return new HostMemory();
        return OrtErrors.Guard<DeviceMemory>("cannot use the device's memory", () =>
        {
            var info = found.GetMemoryInfo(OrtDeviceMemoryType.DEFAULT);
            return info.IsInvalid ? new HostMemory(isTakenWhenBound: true) : new ProviderMemory(found, info);
        });
    }

    /// <summary>A tensor in the computer's own memory, all zero.</summary>
    public static OrtValue AllocateHost(ElementType element, long[] sizes)
    {
        if (element.Bits() < 8 || element > (ElementType)TensorElementType.BFloat16 || element == ElementType.String)
            throw new NablaException($"ONNX Runtime's .NET interface keeps no tensor of type {element.Text()} between runs.");
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)element, sizes);
        if (!sizes.Contains(0)) value.GetTensorMutableRawData().Clear();
        return value;
    }
}

/// <summary>The computer's own memory.</summary>
/// <param name="isTakenWhenBound">True if a device has memory of its own beside it, which nobody but its provider can use.</param>
sealed class HostMemory(bool isTakenWhenBound = false) : DeviceMemory
{
    public override bool IsHost => true;

    public override bool IsTakenWhenBound => isTakenWhenBound;

    public override OrtValue Allocate(ElementType element, long[] sizes) => AllocateHost(element, sizes);

    public override void Copy(OrtValue from, OrtValue to) => from.GetTensorMutableRawData().CopyTo(to.GetTensorMutableRawData());
}

/// <summary>The memory that an execution provider's library manages: allocated and copied through it.</summary>
sealed class ProviderMemory : DeviceMemory
{
    readonly OrtAllocator _allocator;
    readonly OrtAllocator? _pinned;
    readonly Lock _gate = new();
    readonly OrtValue[] _from = new OrtValue[1], _to = new OrtValue[1];

    public ProviderMemory(OrtEpDevice device, OrtMemoryInfo info)
    {
        _allocator = Shared(device, info, OrtDeviceMemoryType.DEFAULT);
        _pinned = Pinned(device);
    }

    static OrtAllocator Shared(OrtEpDevice device, OrtMemoryInfo info, OrtDeviceMemoryType type)
    {
        var shared = OrtEnv.Instance().GetSharedAllocator(info);
        return shared is { IsInvalid: false } ? shared
            : OrtEnv.Instance().CreateSharedAllocator(device, type, OrtAllocatorType.DeviceAllocator, new Dictionary<string, string>());
    }

    // Pages that stay where they are (CUDA: CudaPinned), which a device copies from at full speed; not every provider has such.
    static OrtAllocator? Pinned(OrtEpDevice device)
    {
        try
        {
            var info = device.GetMemoryInfo(OrtDeviceMemoryType.HOST_ACCESSIBLE);
            return info is null or { IsInvalid: true } ? null : Shared(device, info, OrtDeviceMemoryType.HOST_ACCESSIBLE);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    public override OrtValue AllocateStaging(ElementType element, long[] sizes)
    {
        if (_pinned is null) return AllocateHost(element, sizes);
        var value = Allocate(_pinned, element, sizes);
        if (!sizes.Contains(0)) value.GetTensorMutableRawData().Clear();
        return value;
    }

    public override OrtValue Allocate(ElementType element, long[] sizes) => Allocate(_allocator, element, sizes);

    static OrtValue Allocate(OrtAllocator allocator, ElementType element, long[] sizes)
    {
        using var pass = DeviceGate.Shared();
        return OrtErrors.Guard($"cannot allocate {new TensorType(element, Shape.Of(sizes))} for the device", () => OrtValue.CreateAllocatedTensorValue(allocator, (TensorElementType)element, sizes));
    }

    public override void Copy(OrtValue from, OrtValue to)
    {
        using var pass = DeviceGate.Shared();
        lock (_gate)
        {
            (_from[0], _to[0]) = (from, to);
            try
            {
                OrtEnv.Instance().CopyTensors(_from, _to, null);
            }
            catch (OnnxRuntimeException e)
            {
                throw OrtErrors.Of("cannot copy to or from the device", e);
            }
        }
    }
}
