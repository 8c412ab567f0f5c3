using Nabla;
using Nabla.Ops;

namespace SampleOps;

/// <summary>ln softmax(x) → LogSoftmax(x), which is finite where a probability is too small for a float32.</summary>
public sealed class LogOfSoftmax : Rewrite, IOpPlugin
{
    public override string Name => "log of softmax";

    // Only along the last axis, which LogSoftmax has a kernel for.
    public override Pattern Pattern { get; } = Pattern.Of("Log", Pattern.Of("Softmax", Pattern.Any("x")).With("axis", -1));

    public override Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x) => x["x"].LogSoftmax();

    void IOpPlugin.Register(Registry registry) => registry.Add(this);
}
