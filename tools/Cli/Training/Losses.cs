using Nabla.Training;

namespace Nabla.Cli;

/// <summary>Losses by name.</summary>
static class Losses
{
    static readonly Dictionary<string, Func<Loss>> Known = new()
    {
        ["softmax-cross-entropy"] = () => new SoftmaxCrossEntropy(),
        ["binary-cross-entropy"] = () => new BinaryCrossEntropy(),
        ["mean-squared-error"] = () => new MeanSquaredError(),
    };

    public static string[] Names => [.. Known.Keys];

    public static Loss Make(string name) => Known[name]();
}
