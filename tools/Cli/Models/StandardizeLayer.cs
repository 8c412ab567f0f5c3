using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>(x − μ) / σ as part of the model, so that the exported file takes the columns of a table as they are.</summary>
sealed class StandardizeLayer(Standardization standardization) : Layer
{
    public override int? InputFeatures => standardization.Mean.Length;

    public override Value Build(ModelBuilder model, Value x) =>
        (x - Constant(model, "mean", standardization.Mean)) * Constant(model, "scale", standardization.Scale);

    public override string ToString() => "Standardize";

    static Value Constant(ModelBuilder model, string name, ReadOnlySpan<float> values) => model.Graph.Constant(Tensor.Vector(values), name);
}
