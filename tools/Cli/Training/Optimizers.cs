using Nabla.Training;

namespace Nabla.Cli;

/// <summary>Update rules by name, each with a learning rate that suits it.</summary>
static class Optimizers
{
    static readonly Dictionary<string, (double Rate, double Decay, Func<double, double, Optimizer> Make)> Known = new()
    {
        ["adam"] = (1e-3, 0, (rate, decay) => new Adam(rate, weightDecay: decay)),
        ["adamw"] = (1e-3, 0.01, (rate, decay) => new AdamW(rate, weightDecay: decay)),
        ["sgd"] = (0.1, 0, (rate, decay) => new Sgd(rate, decay)),
        ["momentum"] = (0.02, 0, (rate, decay) => new Momentum(rate, weightDecay: decay)),
        ["adagrad"] = (0.01, 0, (rate, decay) => new Adagrad(rate, weightDecay: decay)),
        ["nesterov"] = (0.02, 0, (rate, decay) => new Momentum(rate, nesterov: true, weightDecay: decay)),
    };

    /// <summary>A rule that a file brings.</summary>
    public const string Stored = "stored";

    public static string[] Names => [.. Known.Keys];

    public static double RateOf(string name) => name == Stored ? 0.1 : Known[name].Rate;

    public static double DecayOf(string name) => name == Stored ? 0 : Known[name].Decay;

    // The rules that ONNX has ops for. Momentum's β of 1 makes it ours.
    static readonly Dictionary<string, Func<double, double, Optimizer>> Ops = new()
    {
        ["adam"] = (rate, decay) => OptimizerOp.Adam(rate, normCoefficient: decay),
        ["adagrad"] = (rate, decay) => OptimizerOp.Adagrad(rate, normCoefficient: decay),
        ["momentum"] = (rate, decay) => OptimizerOp.Momentum(rate, 0.9, 1, normCoefficient: decay),
        ["nesterov"] = (rate, decay) => OptimizerOp.Momentum(rate, 0.9, 1, nesterov: true, normCoefficient: decay),
    };

    /// <summary>The rule as an op of ONNX's ai.onnx.preview.training.</summary>
    /// <exception cref="UsageException">ONNX has no op for it, or a number is out of range.</exception>
    public static Optimizer MakeOp(string name, double rate, double decay) =>
        Ops.TryGetValue(name, out var make) ? Made(make, rate, decay)
            : throw new UsageException($"--optimizer-ops: ONNX has no op for {name}; choose one of {string.Join(", ", Ops.Keys)}, or leave the option out.");

    /// <exception cref="UsageException">A number is out of range.</exception>
    public static Optimizer Make(string name, double rate, double decay) => Made(Known[name].Make, rate, decay);

    static Optimizer Made(Func<double, double, Optimizer> make, double rate, double decay)
    {
        try
        {
            return make(rate, decay);
        }
        catch (NablaException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
