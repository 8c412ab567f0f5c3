using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>The tensors of a message.</summary>
static class StoredTensors
{
    /// <summary>All of them: initializers and attributes, of graphs within graphs, functions and training steps.</summary>
    public static IEnumerable<TensorProto> All(ModelProto model) =>
        Graphs(model).SelectMany(All).Concat(model.Functions.SelectMany(f => f.Node.SelectMany(All).Concat(f.AttributeProto.SelectMany(All))));

    /// <summary>The initializers that may lie in another file for every runtime: those of the model and of its training steps.</summary>
    public static IEnumerable<TensorProto> Movable(ModelProto model) => Graphs(model).SelectMany(g => g.Initializer);

    static IEnumerable<GraphProto> Graphs(ModelProto model) =>
        ((IEnumerable<GraphProto?>)[model.Graph, .. model.TrainingInfo.SelectMany(t => (GraphProto?[])[t.Initialization, t.Algorithm])]).OfType<GraphProto>();

    static IEnumerable<TensorProto> All(GraphProto graph) =>
        graph.Initializer.Concat(graph.SparseInitializer.SelectMany(All)).Concat(graph.Node.SelectMany(All));

    static IEnumerable<TensorProto> All(NodeProto node) => node.Attribute.SelectMany(All);

    static IEnumerable<TensorProto> All(AttributeProto a) =>
        (a.T is { } t ? a.Tensors.Prepend(t) : a.Tensors)
            .Concat((a.SparseTensor is { } s ? a.SparseTensors.Prepend(s) : a.SparseTensors).SelectMany(All))
            .Concat((a.G is { } g ? a.Graphs.Prepend(g) : a.Graphs).SelectMany(All));

    static IEnumerable<TensorProto> All(SparseTensorProto s) => ((IEnumerable<TensorProto?>)[s.Values, s.Indices]).OfType<TensorProto>();
}
