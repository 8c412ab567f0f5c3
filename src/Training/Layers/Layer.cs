namespace Nabla.Training;

/// <summary>A part of a model: a recipe that adds nodes and parameters to a graph. Building it twice makes two models; using it twice within one model shares its parameters.</summary>
public abstract class Layer
{
    /// <summary>The name that its parameters begin with; null for one that the model gives, such as <c>fc1</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The number of features a sample must have; null if the layer takes any number.</summary>
    public virtual int? InputFeatures => null;

    /// <summary>Adds the layer to the graph of <paramref name="model"/>.</summary>
    /// <param name="model">Where nodes and parameters go.</param>
    /// <param name="x">The input, a value of that graph; [N, features] for most layers.</param>
    /// <returns>The output.</returns>
    /// <exception cref="NablaException">The input does not fit the layer.</exception>
    public abstract Value Build(ModelBuilder model, Value x);
}
