namespace Nabla.Onnx;

/// <summary>How a model is read.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>True to read every initializer as a constant: a model that is run, not trained. By default floats with at least one dimension are
    /// parameters; integers, bools, texts and scalars are constants.</summary>
    public bool ParametersAsConstants { get; init; }
}
