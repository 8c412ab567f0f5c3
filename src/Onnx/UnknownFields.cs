using System.Runtime.CompilerServices;
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
        (_model, _graph) = (Of(model), Of(model.Graph));
        foreach (var node in model.Graph.Node) Keep(_nodes, node.Output.FirstOrDefault(), Of(node));
        foreach (var tensor in model.Graph.Initializer) Keep(_tensors, tensor.Name, Of(tensor));
        foreach (var info in model.Graph.Input.Concat(model.Graph.Output)) Keep(_infos, info.Name, Of(info));
    }

    /// <summary>Those of a model with a graph; null if it has none.</summary>
    public static UnknownFields? Read(ModelProto model) =>
        new UnknownFields(model) is var read && (read._model ?? read._graph) is null && read._nodes.Count + read._tensors.Count + read._infos.Count == 0 ? null : read;

    public void Write(ModelProto model)
    {
        Put(ref Of(model), _model);
        Put(ref Of(model.Graph), _graph);
        foreach (var node in model.Graph.Node) Put(ref Of(node), _nodes.GetValueOrDefault(node.Output.FirstOrDefault() ?? ""));
        foreach (var tensor in model.Graph.Initializer) Put(ref Of(tensor), _tensors.GetValueOrDefault(tensor.Name));
        foreach (var info in model.Graph.Input.Concat(model.Graph.Output)) Put(ref Of(info), _infos.GetValueOrDefault(info.Name));
    }

    static void Keep(Dictionary<string, UnknownFieldSet> known, string? name, UnknownFieldSet? fields)
    {
        if (fields is not null && !string.IsNullOrEmpty(name)) known[name] = fields;
    }

    static void Put(ref UnknownFieldSet? target, UnknownFieldSet? fields)
    {
        if (fields is not null) target = UnknownFieldSet.MergeFrom(target, fields);
    }

    const string Field = "_unknownFields";

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    static extern ref UnknownFieldSet? Of(ModelProto message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    static extern ref UnknownFieldSet? Of(GraphProto message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    static extern ref UnknownFieldSet? Of(NodeProto message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    static extern ref UnknownFieldSet? Of(TensorProto message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = Field)]
    static extern ref UnknownFieldSet? Of(ValueInfoProto message);
}
