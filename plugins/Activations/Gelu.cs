using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x·Φ(x), Φ the standard normal distribution; with "tanh", ½x(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
/// <param name="Approximate">"none" or "tanh".</param>
[Op("Gelu", 20, Signature = "X -> Y")]
public sealed record Gelu(string Approximate = "none") : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) =>
        Approximate is not ("none" or "tanh") ? throw new GraphException($"Gelu: approximate must be none or tanh, not '{Approximate}'.")
        : Approximate == "tanh"
            ? [0.5 * x[0]! * (1 + (Math.Sqrt(2 / Math.PI) * (x[0]! + 0.044715 * (x[0]! * x[0]! * x[0]!))).Tanh())]
            : [0.5 * x[0]! * (1 + graph.Add("Erf", x[0]! * Math.Sqrt(0.5)))];
}
