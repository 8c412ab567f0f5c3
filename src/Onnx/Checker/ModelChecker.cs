using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Checks a model against the rules of the ONNX format, those of ONNX's own checker among them, and reports all that is wrong, not the first thing only.</summary>
public static class ModelChecker
{
    /// <summary>Checks a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="registry">Ops whose numbers of inputs and outputs and attributes are checked; null to check what is true of any op.</param>
    /// <param name="full">True to infer all types and shapes as well, where nothing else is wrong; needs a registry.</param>
    /// <returns>What is wrong, in the order of the file; empty for a sound model.</returns>
    public static IReadOnlyList<Finding> Check(ModelProto model, Registry? registry = null, bool full = false)
    {
        var context = new CheckContext(model, registry);
        ModelRules.Check(context, model);
        if (full && registry is not null && context.Findings.All(f => f.Severity != Severity.Error)) InferenceRules.Check(context, model, registry);
        return context.Findings;
    }
}
