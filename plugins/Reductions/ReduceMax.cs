using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The greatest x; NaN if there is one.</summary>
[Op("ReduceMax", 18, 20, Signature = "data, axes? -> reduced")]
public sealed record ReduceMax(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Extreme<MaxReduction>(Keepdims, NoopWithEmptyAxes);

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceMax", 1, 11, 12, 13, Signature = "data -> reduced")]
public sealed record ReduceMax13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
