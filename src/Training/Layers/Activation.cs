namespace Nabla.Training;

/// <summary>An op of one tensor as a layer: one of those below, or any that a plugin brings, by its name. Inputs beside that which the op declares as
/// <see cref="LearnedAttribute"/> are parameters, such as <c>prelu1.slope</c>.</summary>
/// <param name="op">The ONNX name, with the domain in front unless it is ONNX's own or no other has the name; upper and lower case and underscores do not matter: <c>leaky_relu</c> is LeakyRelu.</param>
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
        if (op.Schema.Learned.Count == 0) return x.Graph.Add(op, x)[0];
        var name = model.NameOf(this, op.Schema.Name.ToLowerInvariant());
        return x.Graph.Add(op, [x, .. op.Schema.Signature.Inputs.Skip(1).Select(i => Learned(i.Name, i.IsOptional))])[0];

        Value? Learned(string input, bool isOptional)
        {
            if (op.Schema.Learned.FirstOrDefault(l => l.Input == input) is { } learned)
                return model.Parameter(this, $"{name}.{input}", learned.PerFeature ? [Features()] : [], Initializer.Constant(learned.Initial), new Fan(1, 1));
            return isOptional ? null : throw new NablaException($"{op.Schema.Identifier} takes '{input}' beside its input, and does not say what a layer gives it: write [Learned(\"{input}\", 1)] above the op.");
        }

        long Features() => x.Shape.Rank > 0 && x.Shape[x.Shape.Rank - 1] is { IsStatic: true } last ? last.Size
            : throw new NablaException($"{op.Schema.Identifier} learns a number each feature; its input '{x.Name}' is {x.Shape}, whose last dimension is no number.");
    }

    // An exact name wins; otherwise the first that differs only in case and underscores; otherwise the only one so called in any domain; otherwise the registry says what there is.
    Op Find(Registry registry)
    {
        var found = registry.Ops.Select(o => o.Schema).FirstOrDefault(s => s.Title == Op)
            ?? registry.Ops.Select(o => o.Schema).FirstOrDefault(s => Plain(s.Title) == Plain(Op))
            ?? (registry.Ops.Select(o => o.Schema).Where(s => Plain(s.Name) == Plain(Op)).ToList() is [var only] ? only : null);
        return found is null ? registry.Make(Op, attributes) : registry.Make(found.Name, attributes, found.Domain);
    }

    static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The name that was given.</summary>
    public override string ToString() => Op;
}
