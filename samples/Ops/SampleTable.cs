using Nabla.Ops;

namespace SampleOps;

/// <summary>The rows that <c>nabla op check</c> runs over.</summary>
public sealed class SampleTable : IOpSamples
{
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. SampleRows.Unary(new Swoosh(), tolerance: 1e-5), .. SampleRows.Unary(new Swoosh(1.7f), tolerance: 1e-5, name: "Swoosh<1.7>"),
        .. SampleRows.Unary(new Bell()), .. SampleRows.Unary(new SoftClip(), tolerance: 1e-5), .. SampleRows.Unary(new SoftClip(2), tolerance: 1e-5, name: "SoftClip<2>"),
        new("SumOfCubes", new SumOfCubes(), InputSpec.Float(5, 9).AwayFrom(0)),
        new("SumOfCubes of rows", new SumOfCubes(Keepdims: 0), InputSpec.Float(5, 9).AwayFrom(0), InputSpec.Ints(1)) { Constant = new HashSet<int> { 1 }, Tolerance = 1e-5 },
        new("MeanAndDeviation", new MeanAndDeviation(), InputSpec.Float(5, 9)), new("MeanAndDeviation of a vector", new MeanAndDeviation(0.5f), InputSpec.Float(33)),
    ];
}
