using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The greatest x; NaN if there is one.</summary>
[Op("ReduceMax", 18, 20, Signature = "data, axes? -> reduced")]
public sealed record ReduceMax(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Extreme<MaxReduction>(Keepdims, NoopWithEmptyAxes);
