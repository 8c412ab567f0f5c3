using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>Turns what ONNX Runtime throws into errors of Nabla.</summary>
static partial class OrtErrors
{
    public static T Guard<T>(string failure, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (OnnxRuntimeException e)
        {
            throw Of(failure, e);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new NablaException("ONNX Runtime's native library is not there for this platform; reference the package Microsoft.ML.OnnxRuntime in the application.", e);
        }
    }

    public static NablaException Of(string failure, OnnxRuntimeException e) => new($"ONNX Runtime {failure}: {Clean(e.Message)}", e);

    // The message begins with the place in its C++ source, twice at times; one of CUDA's is in the middle of that.
    internal static string Clean(string message)
    {
        var clean = Failure().Match(message) is { Success: true } failure ? failure.Groups["what"].Value
            : NoKernel().Match(message) is { Success: true } missing ? $"it has no kernel for {missing.Groups["op"]} '{missing.Groups["node"]}' (version {missing.Groups["version"]}) with these types"
            : Place().Replace(message, "").Trim().ReplaceLineEndings(" ");
        return Advices.FirstOrDefault(a => clean.Contains(a.Sign, StringComparison.OrdinalIgnoreCase)).Advice is { } advice ? $"{clean.TrimEnd('.')}; {advice}." : clean;
    }

    const string SmallerBatch = "the device's memory does not suffice: take a smaller batch or a smaller network";

    static readonly (string Sign, string Advice)[] Advices =
    [
        ("out of memory", SmallerBatch),
        ("Failed to allocate memory", SmallerBatch),
        ("smaller than requested bytes", SmallerBatch),
        ("when stream is capturing", "let it run node by node: --device-option enable_cuda_graph=0"),
        ("it has no kernel for", "take another precision or another device"),
    ];

    [GeneratedRegex(@"^\[ErrorCode:(\w+)\]\s*(\S*\.(cc|h):\d+ \S+ )?")]
    private static partial Regex Place();

    // As its CUDA provider writes them: "CUDA failure 2: out of memory ; GPU=0 ; hostname=… ; file=… ; line=191 ; expr=…".
    [GeneratedRegex(@"(?<what>(CUDA|CUDNN|CUBLAS|CURAND|CUFFT)\w* failure \d+: .*?) ; GPU=", RegexOptions.Singleline)]
    private static partial Regex Failure();

    [GeneratedRegex(@"Could not find an implementation for (?<op>\w+)\((?<version>\d+)\) node with name '(?<node>[^']*)'")]
    private static partial Regex NoKernel();
}
