namespace Nabla.Plugins;

/// <summary>Where the greatest x stands along an axis.</summary>
[Op("ArgMax", 1, 11, 12, 13, Signature = "data -> reduced")]
public sealed record ArgMax(long Axis = 0, long Keepdims = 1, long SelectLastIndex = 0) : ArgExtreme(Axis, Keepdims, SelectLastIndex)
{
    private protected override bool Least => false;
}
