using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The least x; NaN if there is one.</summary>
[Op("ReduceMin", 18, 20, Signature = "data, axes? -> reduced")]
public sealed record ReduceMin(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Extreme<MinReduction>(Keepdims, NoopWithEmptyAxes);
