using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>What ONNX Runtime makes of an op of ONNX's own.</summary>
static class Peer
{
    /// <summary>Its outputs for float32 inputs, or null where it has no kernel for the op, refuses the inputs, or is not to be asked.</summary>
    public static Tensor[]? Run(Registry registry, OpSample sample, IReadOnlyList<Tensor?> inputs)
    {
        if (sample.NotOnOrt is not null || sample.Op.Schema.Domain.Length > 0 || !sample.Op.IsPure) return null;
        try
        {
            return OrtOps.Run(registry, sample.Op, inputs, sample.Constant);
        }
        catch (NablaException)
        {
            return null;
        }
    }

    /// <summary>True if it has an answer at the sizes of a row.</summary>
    public static bool Answers(Registry registry, OpSample sample, int seed) => Run(registry, sample, sample.Draw(ElementType.Float32, seed)) is not null;
}
