using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class OptimizersSamples : IOpSamples
{
    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        Case("Adagrad", new Adagrad(), 0, 1, [3, 5]), Case("Adagrad with decay", new Adagrad(1e-3f, 0.1f, 0.01f), 4, 1, [3, 5]), Case("Adagrad of two", new Adagrad(), 2, 1, [3, 5], [7]),
        Case("Momentum", new Momentum(0.9f, 0.1f, "standard", 0.01f), 0, 1, [9]), Case("Momentum later", new Momentum(0.9f, 0.1f, "standard", 0), 3, 1, [9], [2, 3]),
        Case("Momentum nesterov", new Momentum(0.95f, 1, "nesterov", 0.01f), 3, 1, [9]),
        Case("Adam", new Adam(), 0, 2, [33]), Case("Adam later", new Adam(0.8f, 0.95f, 1e-3f, 0.01f, 0.02f), 5, 2, [33]), Case("Adam of two", new Adam(), 7, 2, [4, 4], [5]),
    ];

    // States that are sums of squares stay well above 0, where their root has no slope.
    static OpSample Case(string name, Op op, long step, int states, params long[][] shapes)
    {
        InputSpec[] Role(Func<InputSpec, InputSpec> of) => [.. shapes.Select(s => of(InputSpec.Float(s)))];
        return new(name, op, [InputSpec.Float().In(0.01, 0.1), InputSpec.Of(Tensor.Scalar(step)), .. Role(i => i), .. Role(i => i),
            .. states == 2 ? Role(i => i) : [], .. Role(i => i.In(0.5, 2))])
        {
            NotOnOrt = "it has no kernel for the optimizers of ONNX",
            Tolerance = 1e-5,
        };
    }
}
