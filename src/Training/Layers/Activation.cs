namespace Nabla.Training;

/// <summary>A unary op as a layer: one of those below, or any that a plugin brings, by its name.</summary>
/// <param name="op">The ONNX name, with the domain in front unless it is ONNX's own; upper and lower case and underscores do not matter: <c>leaky_relu</c> is LeakyRelu.</param>
/// <param name="attributes">Attributes by ONNX name; what is left out has the op's default.</param>
public sealed class Activation(string op, IReadOnlyDictionary<string, object>? attributes = null) : Layer
{
    const string Nothing = "Identity";

    /// <summary>max(x, 0).</summary>
    public static Activation Relu => new("Relu");

    /// <summary>tanh x.</summary>
    public static Activation Tanh => new("Tanh");

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Activation Sigmoid => new("Sigmoid");

    /// <summary>x·Φ(x), Φ the normal distribution function.</summary>
    public static Activation Gelu => new("Gelu");

    /// <summary>ln(1 + eˣ).</summary>
    public static Activation Softplus => new("Softplus");

    /// <summary>eˣ / Σ eˣ over the features.</summary>
    public static Activation Softmax => new("Softmax");

    /// <summary>x itself: adds no node.</summary>
    public static Activation Identity => new(Nothing);

    /// <summary>x where x ≥ 0, else α·x.</summary>
    public static Activation LeakyRelu(float alpha = 0.01f) => new("LeakyRelu", new Dictionary<string, object> { ["alpha"] = alpha });

    /// <summary>x where x ≥ 0, else α·(eˣ − 1).</summary>
    public static Activation Elu(float alpha = 1) => new("Elu", new Dictionary<string, object> { ["alpha"] = alpha });

    /// <summary>The name that was given.</summary>
    public string Op { get; } = op;

    /// <inheritdoc/>
    public override Value Build(ModelBuilder model, Value x)
    {
        if (Plain(Op) == Plain(Nothing)) return x;
        var op = Find(x.Graph.Registry);
        return x.Graph.Add(op, x)[0];
    }

    // An exact name wins; otherwise the first that differs only in case and underscores; otherwise the registry says what there is.
    Op Find(Registry registry)
    {
        var found = registry.Ops.Select(o => o.Schema).FirstOrDefault(s => s.Title == Op)
            ?? registry.Ops.Select(o => o.Schema).FirstOrDefault(s => Plain(s.Title) == Plain(Op));
        return found is null ? registry.Make(Op, attributes) : registry.Make(found.Name, attributes, found.Domain);
    }

    static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The name that was given.</summary>
    public override string ToString() => Op;
}
