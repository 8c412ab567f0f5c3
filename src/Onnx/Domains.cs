namespace Nabla.Onnx;

/// <summary>Operator set names. ONNX's own is written as the empty text; files may also say <c>ai.onnx</c>.</summary>
static class Domains
{
    public const string Standard = "";

    public static string Canonical(string domain) => domain == "ai.onnx" ? Standard : domain;

    /// <summary>The op's name as errors show it.</summary>
    public static string Title(string domain, string name) => Canonical(domain).Length == 0 ? name : $"{domain}.{name}";
}
