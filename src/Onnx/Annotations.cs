using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>What a file says for people and other tools: doc strings and metadata entries of the graph, and of nodes, initializers and declared values by name. Writing puts
/// them back where what they belong to is still there.</summary>
sealed class Annotations
{
    // Entries of ours are made anew.
    const string Own = "nabla.";

    readonly Note _graph;
    readonly Dictionary<string, Note> _nodes = new(StringComparer.Ordinal), _tensors = new(StringComparer.Ordinal), _infos = new(StringComparer.Ordinal);

    Annotations(GraphProto graph)
    {
        _graph = new(graph.DocString, Foreign(graph.MetadataProps));
        foreach (var node in graph.Node) Keep(_nodes, node.Output.FirstOrDefault(), node.DocString, node.MetadataProps);
        foreach (var tensor in graph.Initializer) Keep(_tensors, tensor.Name, tensor.DocString, tensor.MetadataProps);
        foreach (var info in graph.Input.Concat(graph.Output)) Keep(_infos, info.Name, info.DocString, info.MetadataProps);
    }

    sealed record Note(string Text, StringStringEntryProto[] Entries);

    /// <summary>Those of a graph.</summary>
    public static Annotations Read(GraphProto graph) => new(graph);

    public void Write(GraphProto graph)
    {
        if (_graph.Text.Length > 0) graph.DocString = _graph.Text;
        graph.MetadataProps.Add(_graph.Entries);
        foreach (var node in graph.Node)
            if (_nodes.TryGetValue(node.Output.FirstOrDefault() ?? "", out var note))
            {
                if (note.Text.Length > 0) node.DocString = note.Text;
                node.MetadataProps.Add(note.Entries);
            }
        foreach (var tensor in graph.Initializer)
            if (_tensors.TryGetValue(tensor.Name, out var note))
            {
                if (note.Text.Length > 0) tensor.DocString = note.Text;
                tensor.MetadataProps.Add(note.Entries);
            }
        foreach (var info in graph.Input.Concat(graph.Output))
            if (_infos.TryGetValue(info.Name, out var note))
            {
                if (note.Text.Length > 0) info.DocString = note.Text;
                info.MetadataProps.Add(note.Entries);
            }
    }

    static void Keep(Dictionary<string, Note> known, string? name, string text, RepeatedField<StringStringEntryProto> entries)
    {
        if (string.IsNullOrEmpty(name)) return;
        var foreign = entries.Count == 0 ? [] : Foreign(entries);
        if (text.Length > 0 || foreign.Length > 0) known[name] = new(text, foreign);
    }

    static StringStringEntryProto[] Foreign(RepeatedField<StringStringEntryProto> entries) => [.. entries.Where(e => !e.Key.StartsWith(Own, StringComparison.Ordinal))];
}
