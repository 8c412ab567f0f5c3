using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Fields of a file that this version of the format does not have: of the model, its graph, and of nodes, initializers and declared values by name. Writing puts
/// them back where what they belong to is still there.</summary>
sealed class UnknownFields
{
    readonly UnknownFieldSet? _model, _graph;
    readonly Dictionary<string, UnknownFieldSet> _nodes = [], _tensors = [], _infos = [];

    UnknownFields(ModelProto model)
    {
        (_model, _graph) = (model.Unknown, model.Graph.Unknown);
        foreach (var node in model.Graph.Node) Keep(_nodes, node.Output.FirstOrDefault(), node.Unknown);
        foreach (var tensor in model.Graph.Initializer) Keep(_tensors, tensor.Name, tensor.Unknown);
        foreach (var info in model.Graph.Input.Concat(model.Graph.Output)) Keep(_infos, info.Name, info.Unknown);
    }

    /// <summary>Those of a model with a graph; null if it has none.</summary>
    public static UnknownFields? Read(ModelProto model) =>
        new UnknownFields(model) is var read && (read._model ?? read._graph) is null && read._nodes.Count + read._tensors.Count + read._infos.Count == 0 ? null : read;

    public void Write(ModelProto model)
    {
        Put(ref model.Unknown, _model);
        Put(ref model.Graph.Unknown, _graph);
        foreach (var node in model.Graph.Node) Put(ref node.Unknown, _nodes.GetValueOrDefault(node.Output.FirstOrDefault() ?? ""));
        foreach (var tensor in model.Graph.Initializer) Put(ref tensor.Unknown, _tensors.GetValueOrDefault(tensor.Name));
        foreach (var info in model.Graph.Input.Concat(model.Graph.Output)) Put(ref info.Unknown, _infos.GetValueOrDefault(info.Name));
    }

    static void Keep(Dictionary<string, UnknownFieldSet> known, string? name, UnknownFieldSet? fields)
    {
        if (fields is not null && !string.IsNullOrEmpty(name)) known[name] = fields;
    }

    static void Put(ref UnknownFieldSet? target, UnknownFieldSet? fields)
    {
        if (fields is not null) target = UnknownFieldSet.MergeFrom(target, fields);
    }
}
