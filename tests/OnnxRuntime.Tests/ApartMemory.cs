using Microsoft.ML.OnnxRuntime;
using Nabla.OnnxRuntime;

namespace Nabla.Tests;

/// <summary>The computer's memory as if it were a device's: everything is copied there and back, and sessions run on the device's thread.</summary>
sealed class ApartMemory : DeviceMemory
{
    public override OrtValue Allocate(ElementType element, long[] sizes) => AllocateHost(element, sizes);

    public override void Copy(OrtValue from, OrtValue to) => from.GetTensorMutableRawData().CopyTo(to.GetTensorMutableRawData());
}
