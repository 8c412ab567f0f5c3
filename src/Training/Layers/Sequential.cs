namespace Nabla.Training;

/// <summary>Layers one after the other, each taking the output of the one before.</summary>
public sealed class Sequential(params IReadOnlyList<Layer> layers) : Layer
{
    /// <summary>The layers.</summary>
    public IReadOnlyList<Layer> Layers { get; } = layers.Count > 0 ? layers : throw new NablaException("A Sequential needs at least one layer.");

    /// <inheritdoc/>
    public override int? InputFeatures => Layers.Select(l => l.InputFeatures).FirstOrDefault(f => f is not null);

    /// <summary>A multilayer perceptron: linear layers with an activation between them, none after the last.</summary>
    /// <param name="sizes">Features of the input, of each hidden layer, of the output: <c>[784, 256, 128, 10]</c>.</param>
    /// <param name="activation">A unary op by name, see <see cref="Activation"/>.</param>
    /// <param name="weights">The first value of all weights; by default <see cref="Initializer.HeNormal"/>.</param>
    /// <exception cref="NablaException">Fewer than two sizes, or one below 1.</exception>
    public static Sequential Mlp(ReadOnlySpan<int> sizes, string activation = "relu", Initializer? weights = null)
    {
        if (sizes.Length < 2) throw new NablaException($"A multilayer perceptron needs at least two sizes, such as [784, 128, 10]; there are {sizes.Length}.");
        var layers = new List<Layer>();
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            if (i > 0) layers.Add(new Activation(activation));
            layers.Add(new Linear(sizes[i], sizes[i + 1], weights: weights));
        }
        return new(layers);
    }

    /// <inheritdoc/>
    public override Value Build(ModelBuilder model, Value x)
    {
        foreach (var layer in Layers) x = layer.Build(model, x);
        return x;
    }

    /// <summary><c>Linear(784, 128) → Relu → Linear(128, 10)</c>.</summary>
    public override string ToString() => string.Join(" → ", Layers);
}
