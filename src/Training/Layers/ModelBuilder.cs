namespace Nabla.Training;

/// <summary>The graph that a model is being built in: makes its parameters, names its layers.</summary>
/// <param name="graph">Where nodes and parameters go.</param>
/// <param name="seed">With a parameter's name, decides its first value.</param>
public sealed class ModelBuilder(Graph graph, ulong seed = 0)
{
    readonly Dictionary<Layer, string> _names = [];
    readonly Dictionary<string, int> _numbers = [];
    readonly Dictionary<(Layer, string), Value> _parameters = [];

    /// <summary>The graph.</summary>
    public Graph Graph { get; } = graph;

    /// <summary>The name of a layer: its own, or <paramref name="stem"/> with the next number, the same each time the layer is used.</summary>
    /// <exception cref="NablaException">Another layer has the name.</exception>
    public string NameOf(Layer layer, string stem)
    {
        if (_names.TryGetValue(layer, out var known)) return known;
        var name = layer.Name;
        if (name is not null && _names.ContainsValue(name)) throw new NablaException($"Two layers are named '{name}'; give each a name of its own.");
        while (name is null || layer.Name is null && _names.ContainsValue(name))
            name = $"{stem}{_numbers[stem] = _numbers.GetValueOrDefault(stem) + 1}";
        return _names[layer] = name;
    }

    /// <summary>A parameter of a layer, made and initialised when it is first asked for.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">The full name, such as <c>fc1.weight</c>.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="initializer">Its first value.</param>
    /// <param name="fan">Connections of the layer.</param>
    public Value Parameter(Layer layer, string name, ReadOnlySpan<long> sizes, Initializer initializer, Fan fan) =>
        _parameters.TryGetValue((layer, name), out var known) ? known
            : _parameters[(layer, name)] = Graph.Parameter(initializer.Create(name, sizes, fan, seed));
}
