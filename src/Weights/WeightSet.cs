using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Nabla.Weights;

/// <summary>Tensors by name, in order: what a file of weights holds.</summary>
public sealed class WeightSet : IReadOnlyCollection<KeyValuePair<string, Tensor>>
{
    readonly List<string> _names = [];
    readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>The present values of a graph's parameters and state, copied.</summary>
    public static WeightSet Of(Graph graph) => Of(graph.Inputs.Select(v => v.Variable).OfType<Variable>());

    /// <summary>The present values of the parameters and state of all graphs of a program, copied.</summary>
    public static WeightSet Of(Program program) => Of(program.Parameters.Concat(program.State).Select(v => v.Variable!).Distinct());

    /// <summary>The present values of variables, copied.</summary>
    public static WeightSet Of(IEnumerable<Variable> variables)
    {
        var weights = new WeightSet { Metadata = new Dictionary<string, string> { [FormatMark.Key] = FormatMark.Own } };
        foreach (var variable in variables) weights.Add(variable.Name, variable.ToTensor());
        return weights;
    }

    /// <summary>The names, in the order of the file.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of tensors.</summary>
    public int Count => _names.Count;

    /// <summary>Further entries of a safetensors file, such as <c>format</c>: <c>pt</c> if PyTorch wrote it, <c>nabla</c> if the tensors are those of variables here. Of these
    /// entries an NPZ file keeps that alone, an NPY file none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>A tensor by name.</summary>
    /// <exception cref="NablaException">There is none of that name.</exception>
    public Tensor this[string name] => _tensors.TryGetValue(name, out var tensor) ? tensor
        : throw new NablaException($"There are no weights '{name}'.{(Suggestion.For(name, _names) is { } near ? $" Did you mean '{near}'?" : "")}");

    /// <summary>Appends a tensor.</summary>
    /// <exception cref="NablaException">The name is taken.</exception>
    public void Add(string name, Tensor tensor)
    {
        if (!_tensors.TryAdd(name, tensor)) throw new NablaException($"There are two tensors named '{name}'; names of weights must differ.");
        _names.Add(name);
    }

    /// <summary>Looks a tensor up.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _names.Select(n => KeyValuePair.Create(n, _tensors[n])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
