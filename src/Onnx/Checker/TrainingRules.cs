using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of a stored training step: its bindings name variables and results that exist.</summary>
static class TrainingRules
{
    public static void Check(CheckContext c, ModelProto model, TrainingInfoProto training)
    {
        var (graph, algorithm) = (model.Graph ?? new(), training.Algorithm ?? new());
        var variables = graph.Initializer.Concat(algorithm.Initializer).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var results = graph.Output.Concat(algorithm.Output).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var first = (training.Initialization?.Output ?? []).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        c.Require((training.Initialization?.Input.Count ?? 0) == 0, "the initialization of a training step has inputs; it must have none");
        Check(c, training.InitializationBinding, variables, first, "initialization_binding");
        Check(c, training.UpdateBinding, variables, results, "update_binding");
    }

    static void Check(CheckContext c, RepeatedField<StringStringEntryProto> bindings, HashSet<string> variables, HashSet<string> results, string where)
    {
        ModelRules.UniqueKeys(c, bindings, where);
        foreach (var binding in bindings)
        {
            c.Require(variables.Contains(binding.Key), $"{where} sets '{binding.Key}', which is no initializer");
            c.Require(results.Contains(binding.Value), $"{where} reads '{binding.Value}', which is no output");
        }
    }
}
