namespace Nabla.Onnx;

/// <summary>How a model is read.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>True to read every initializer as a constant: a model that is run, not trained. By default floats with at least one dimension are
    /// parameters; integers, bools, texts and scalars are constants.</summary>
    public bool ParametersAsConstants { get; init; }

    /// <summary>Inputs that will always be the same, by name: they are read as constants, so that what depends on them, such as a shape, is known.</summary>
    public IReadOnlyDictionary<string, Tensor> Constants { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>Initializers that are variables whatever their type and rank, by name.</summary>
    internal IReadOnlySet<string> Variables { get; init; } = new HashSet<string>();
}
