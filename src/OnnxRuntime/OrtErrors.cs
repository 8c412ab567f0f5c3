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

    // The message begins with the place in its C++ source, twice at times.
    static string Clean(string message) => Place().Replace(message, "").Trim().ReplaceLineEndings(" ");

    [GeneratedRegex(@"^\[ErrorCode:(\w+)\]\s*(\S*\.(cc|h):\d+ \S+ )?")]
    private static partial Regex Place();
}
