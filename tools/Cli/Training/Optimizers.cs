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
        ["nesterov"] = (0.02, 0, (rate, decay) => new Momentum(rate, nesterov: true, weightDecay: decay)),
    };

    public static string[] Names => [.. Known.Keys];

    public static double RateOf(string name) => Known[name].Rate;

    public static double DecayOf(string name) => Known[name].Decay;

    /// <exception cref="UsageException">A number is out of range.</exception>
    public static Optimizer Make(string name, double rate, double decay)
    {
        try
        {
            return Known[name].Make(rate, decay);
        }
        catch (NablaException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
