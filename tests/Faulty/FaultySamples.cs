using Nabla.Ops;

namespace Faulty;

/// <summary>Rows for some of the ops; the others are guessed.</summary>
public sealed class FaultySamples : IOpSamples
{
    IEnumerable<OpSample> IOpSamples.Samples => [new("Swoosh", new Swoosh(), InputSpec.Float(7)), new("WrongSign of a row", new WrongSign(), InputSpec.Float(7))];
}

/// <summary>A table that cannot be read.</summary>
public sealed class BrokenSamples : IOpSamples
{
    IEnumerable<OpSample> IOpSamples.Samples => throw new InvalidOperationException("the table is not written yet");
}
