using System.Runtime.InteropServices;
using System.Text;

namespace Nabla.OnnxRuntime;

/// <summary>What the NVIDIA driver says, asked through its own C interface.</summary>
/// <param name="Version">The newest CUDA that it runs, such as 13.0; null where there is no driver.</param>
/// <param name="Gpus">The names of the GPUs.</param>
/// <param name="Problem">Why there is none, or no GPU.</param>
sealed unsafe record CudaDriver(Version? Version, IReadOnlyList<string> Gpus, string? Problem)
{
    const int Success = 0, NoDevice = 100;

    public static CudaDriver Ask()
    {
        var library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(library, out nint driver)) return new(null, [], $"there is no NVIDIA driver: {library} is not found");
        if (!TryGet(driver, "cuInit", out nint init) || !TryGet(driver, "cuDriverGetVersion", out nint version)
            || !TryGet(driver, "cuDeviceGetCount", out nint count) || !TryGet(driver, "cuDeviceGetName", out nint name))
            return new(null, [], $"{library} is no NVIDIA driver");
        int number = 0, gpus = 0, status = ((delegate* unmanaged<uint, int>)init)(0);
        ((delegate* unmanaged<int*, int>)version)(&number);
        var newest = new Version(number / 1000, number % 1000 / 10);
        if (status != Success) return new(newest, [], status == NoDevice ? "the driver finds no GPU" : $"the driver does not start (CUDA error {status})");
        ((delegate* unmanaged<int*, int>)count)(&gpus);
        var names = new List<string>();
        byte* text = stackalloc byte[256];
        for (int i = 0; i < gpus; i++)
        {
            *text = 0;
            ((delegate* unmanaged<byte*, int, int, int>)name)(text, 256, i);
            names.Add(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)));
        }
        return new(newest, names, gpus == 0 ? "the driver finds no GPU" : null);
    }

    static bool TryGet(nint library, string name, out nint function) => NativeLibrary.TryGetExport(library, name, out function);
}
