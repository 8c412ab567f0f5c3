namespace Nabla.Weights;

/// <summary>What a file says of one of its tensors.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">Element type and sizes.</param>
public sealed record StoredTensor(string Name, TensorType Type);
