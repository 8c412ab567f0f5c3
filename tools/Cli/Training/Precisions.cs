using Nabla.Training;

namespace Nabla.Cli;

/// <summary>What products are computed in, by name.</summary>
static class Precisions
{
    public const string Full = "float32";

    public static string[] Names => [Full, "float16", "bfloat16"];

    public static MixedPrecision? Of(string name) => name switch { "float16" => MixedPrecision.Float16, "bfloat16" => MixedPrecision.BFloat16, _ => null };
}
