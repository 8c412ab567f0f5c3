using Nabla.Ops;
using static Nabla.Ops.SampleRows;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class ActivationsSamples : IOpSamples
{
    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. Unary(new Relu(), i => i.AwayFrom(0)), .. Unary(new LeakyRelu(), i => i.AwayFrom(0)), .. Unary(new LeakyRelu(0.3f), i => i.AwayFrom(0), name: "LeakyRelu<0.3>"),
        .. Unary(new Elu(), i => i.AwayFrom(0)), .. Unary(new Elu(0.5f), i => i.AwayFrom(0), name: "Elu<0.5>"),
        .. Unary(new Sigmoid()), .. Unary(new Tanh()), .. Unary(new Softplus()), .. Unary(new Softsign()), .. Unary(new Mish(), tolerance: 1e-5),
        .. Unary(new Gelu(), tolerance: 1e-5), .. Unary(new Gelu("tanh"), tolerance: 1e-5, name: "Gelu<tanh>"), .. Unary(new Identity()),
        .. Unary(new Selu(), i => i.AwayFrom(0)), .. Unary(new Selu(1.5f, 0.7f), i => i.AwayFrom(0), name: "Selu<1.5,0.7>"),
        .. Unary(new Celu(), i => i.AwayFrom(0)), .. Unary(new Celu(0.5f), i => i.AwayFrom(0), name: "Celu<0.5>"),
        .. Unary(new HardSigmoid(), i => i.In(-4, 4).AwayFrom(-2.5, 2.5)), .. Unary(new HardSigmoid(0.7f, 0.2f), i => i.AwayFrom(-0.2 / 0.7, 0.8 / 0.7), name: "HardSigmoid<0.7,0.2>"),
        .. Unary(new HardSwish(), i => i.In(-5, 5).AwayFrom(-3, 3)),
        .. Unary(new ThresholdedRelu(), i => i.AwayFrom(1)), .. Unary(new ThresholdedRelu(-0.5f), i => i.AwayFrom(-0.5), name: "ThresholdedRelu<-0.5>"),
        .. Unary(new Shrink(), i => i.AwayFrom(-0.5, 0.5)), .. Unary(new Shrink(0.3f, 1), i => i.AwayFrom(-1, 1), name: "Shrink<0.3,1>"),
        .. Unary(new Swish(), tolerance: 1e-5), .. Unary(new Swish(1.7f), tolerance: 1e-5, name: "Swish<1.7>"),
        new("PRelu", new PRelu(), InputSpec.Float(5, 9).AwayFrom(0), InputSpec.Float(5, 9)), new("PRelu shared", new PRelu(), InputSpec.Float(5, 9).AwayFrom(0), InputSpec.Float(1)),
        new("PRelu by channel", new PRelu(), InputSpec.Float(2, 3, 33).AwayFrom(0), InputSpec.Float(3, 1)),
        new("Hardmax", new Hardmax(), InputSpec.Float(5, 9)) { Differentiable = false }, new("Hardmax axis 0", new Hardmax(0), InputSpec.Float(5, 9)) { Differentiable = false },
        new("Hardmax axis 1", new Hardmax(1), InputSpec.Float(2, 4, 9)) { Differentiable = false },
        new("Hardmax of ties", new Hardmax(), InputSpec.Of(Tensor.Of([1f, 3f, 3f, 2f, 2f, 2f], 2, 3))) { Differentiable = false },
        AtKinks(new Relu(), 0, -1, 0, 2), AtKinks(new LeakyRelu(), 0, -1, 2), AtKinks(new Elu(0.5f), 0, 1), AtKinks(new HardSigmoid(0.25f), -2, 2, 0), AtKinks(new HardSwish(), -3, 3, 1),
        AtKinks(new ThresholdedRelu(0), 0, 1), AtKinks(new Selu(), 0, 1), AtKinks(new Celu(0.5f), 0, 1),
        new("PRelu at its kinks", new PRelu(), InputSpec.Of(Tensor.Vector(0f, 1f, -1f)), InputSpec.Of(Tensor.Vector(0.25f, 0.25f, 0.25f))) { AtKink = true },
        .. new long[] { 1, 7, 8, 9, 31, 33, 1003 }.SelectMany(n => new[]
        {
            new OpSample($"Softmax [3,{n}]", new Softmax(), InputSpec.Float(3, n)), new OpSample($"LogSoftmax [3,{n}]", new LogSoftmax(), InputSpec.Float(3, n)) { Tolerance = 4e-6 },
        }),
        new("Softmax axis 0", new Softmax(0), InputSpec.Float(4, 5)), new("LogSoftmax axis 1", new LogSoftmax(1), InputSpec.Float(2, 4, 5)) { Tolerance = 4e-6 },
        new("Softmax of large numbers", new Softmax(), InputSpec.Of(Tensor.Of([100f, 101f, 102f], 1, 3))) { Differentiable = false },
    ];
}
