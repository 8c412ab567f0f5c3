using Nabla.Ops;

namespace Company.NewOp1Ops;

/// <summary>What the op is checked with: its attributes, and shapes and ranges of its inputs.</summary>
public sealed class Company_NewOp1Samples : IOpSamples
{
    /// <inheritdoc/>
    public IEnumerable<OpSample> Samples =>
    [
        new("Company_NewOp1", new Company_NewOp1(), InputSpec.Float(3, 4)),
        new("Company_NewOp1 of a number", new Company_NewOp1(), InputSpec.Float()),
        new("Company_NewOp1 of large numbers", new Company_NewOp1(), InputSpec.Float(17).In(-20, 20)),
    ];
}
