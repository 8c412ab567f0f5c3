using System.Runtime.InteropServices;

namespace Nabla.OnnxRuntime;

/// <summary>The environment variable <c>NVIDIA_TF32_OVERRIDE</c>, which forbids (0) or forces (1) rounding in all of NVIDIA's libraries, whatever an application asks them for.
/// TensorRT rounds products of float32 unless it is 0, and ONNX Runtime has no option for that (issue 26029 there).</summary>
static partial class Tf32Override
{
    internal const string Name = "NVIDIA_TF32_OVERRIDE";

    /// <summary>What it says; null if it leaves it to the application.</summary>
    public static bool? Value => Environment.GetEnvironmentVariable(Name) switch { "0" => false, "1" => true, _ => null };

    /// <summary>Forbids rounding in this process, unless the variable already decides. The libraries read it once, so it must come before the first of them is loaded.</summary>
    public static void Forbid()
    {
        if (Value is null) Set("0");
    }

    internal static void Set(string? value)
    {
        Environment.SetEnvironmentVariable(Name, value);
        // .NET keeps variables of its own there, which native code does not see.
        if (!OperatingSystem.IsWindows()) _ = value is null ? UnsetEnv(Name) : SetEnv(Name, value, 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnv(string name);
}
