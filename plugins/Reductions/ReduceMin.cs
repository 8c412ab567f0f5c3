using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The least x; NaN if there is one.</summary>
[Op("ReduceMin", 18, 20, Signature = "data, axes? -> reduced")]
public sealed record ReduceMin(long Keepdims = 1, long NoopWithEmptyAxes = 0) : Extreme<MinReduction>(Keepdims, NoopWithEmptyAxes);

/// <summary>Before version 18 the axes were an attribute.</summary>
[Op("ReduceMin", 1, 11, 12, 13, Signature = "data -> reduced")]
public sealed record ReduceMin13(AttributeList<long> Axes = default, long Keepdims = 1) : ReductionUpgrade(Axes, Keepdims);
