using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of stored training steps: each is a graph that goes on where the model's ends, and its bindings name variables and results that exist and agree.</summary>
static class TrainingRules
{
    const long First = 7;

    public static void Check(CheckContext c, ModelProto model, NameTable names)
    {
        if (model.TrainingInfo.Count == 0) return;
        c.Require(model.IrVersion >= First, $"the model has a training step, which needs IR version {First}");
        ModelRules.UniqueKeys(c, model.TrainingInfo.SelectMany(t => t.UpdateBinding), "update_binding");
        foreach (var training in model.TrainingInfo) Check(c, model, training, names);
    }

    static void Check(CheckContext c, ModelProto model, TrainingInfoProto training, NameTable names)
    {
        var (graph, algorithm) = (model.Graph ?? new(), training.Algorithm ?? new());
        c.Require(training.Algorithm is not null || training.UpdateBinding.Count == 0, "a training step has updates but no algorithm");
        GraphRules.CheckContinued(c, algorithm, names);
        if (training.Initialization is { } initialization)
        {
            c.Require(initialization.Input.Count == 0, "the initialization of a training step has inputs; it must have none");
            GraphRules.CheckMain(c, initialization);
        }
        else c.Require(training.InitializationBinding.Count == 0, "a training step has initialization_binding but no initialization");
        var variables = Variables(graph, algorithm);
        ModelRules.UniqueKeys(c, training.InitializationBinding, "initialization_binding");
        CheckBindings(c, training.InitializationBinding, variables, training.Initialization?.Output ?? [], "initialization_binding");
        CheckBindings(c, training.UpdateBinding, variables, graph.Output.Concat(algorithm.Output), "update_binding");
    }

    static void CheckBindings(CheckContext c, RepeatedField<StringStringEntryProto> bindings, Dictionary<string, TensorProto> variables, IEnumerable<ValueInfoProto> outputs, string where)
    {
        var results = outputs.GroupBy(o => o.Name).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (var binding in bindings)
        {
            bool isVariable = c.Require(variables.TryGetValue(binding.Key, out var variable), $"{where} sets '{binding.Key}', which is no initializer");
            if (!c.Require(results.TryGetValue(binding.Value, out var result), $"{where} reads '{binding.Value}', which is no output") || !isVariable) continue;
            if (result!.Type?.TensorType is not { } type) continue;
            bool agrees = !type.HasElemType || type.ElemType == variable!.DataType;
            if (type.Shape is { } shape) agrees &= shape.Dim.Count == variable!.Dims.Count && shape.Dim.Zip(variable.Dims).All(d => !d.First.HasDimValue || d.First.DimValue == d.Second);
            c.Require(agrees, $"{where} sets '{binding.Key}', {((ElementType)variable!.DataType).Text()}[{string.Join(',', variable.Dims)}], to '{binding.Value}', which is declared otherwise");
        }
    }

    /// <summary>Holds variables against the inferred types of what they are set to.</summary>
    public static void CheckTypes(CheckContext c, ModelProto model, TrainingInfoProto training, RepeatedField<StringStringEntryProto> bindings,
        IReadOnlyDictionary<string, TensorType> results, string where)
    {
        var variables = Variables(model.Graph, training.Algorithm ?? new());
        foreach (var binding in bindings)
        {
            if (!variables.TryGetValue(binding.Key, out var variable) || !results.TryGetValue(binding.Value, out var type)) continue;
            bool agrees = type.Element == (ElementType)variable.DataType && type.Shape.Rank == variable.Dims.Count
                && type.Shape.Zip(variable.Dims).All(d => !d.First.IsStatic || d.First.Is(d.Second));
            c.Require(agrees, $"{where} sets '{binding.Key}', {((ElementType)variable.DataType).Text()}[{string.Join(',', variable.Dims)}], to '{binding.Value}', which is {type}");
        }
    }

    /// <summary>The graph that a training step is: the model's and the algorithm's, list by list.</summary>
    public static GraphProto Joined(GraphProto graph, GraphProto algorithm)
    {
        var joined = new GraphProto { Name = graph.Name };
        foreach (var part in (GraphProto[])[graph, algorithm])
        {
            joined.Input.Add(part.Input);
            joined.Initializer.Add(part.Initializer);
            joined.SparseInitializer.Add(part.SparseInitializer);
            joined.Node.Add(part.Node);
            joined.Output.Add(part.Output);
            joined.ValueInfo.Add(part.ValueInfo);
        }
        return joined;
    }

    /// <summary>Another graph of a model as a model: the same operator sets and functions.</summary>
    public static ModelProto Alone(ModelProto model, GraphProto graph)
    {
        var other = new ModelProto { IrVersion = model.IrVersion, Graph = graph };
        other.OpsetImport.Add(model.OpsetImport);
        other.Functions.Add(model.Functions);
        return other;
    }

    static Dictionary<string, TensorProto> Variables(GraphProto graph, GraphProto algorithm) =>
        graph.Initializer.Concat(algorithm.Initializer).GroupBy(t => t.Name).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
}
