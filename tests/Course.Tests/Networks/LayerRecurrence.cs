using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>Z₍ᵢ₊₁₎ = σ(ZᵢWᵢ) for i = 0 … L − 1. With Gᵢ the adjoint of Zᵢ: G₍ᵢ₎ = (G₍ᵢ₊₁₎ ∘ σ′(ZᵢWᵢ))Wᵢᵀ, and that of Wᵢ is Zᵢᵀ(G₍ᵢ₊₁₎ ∘ σ′(ZᵢWᵢ)).</summary>
public class LayerRecurrence
{
    // Slopes written by hand: nothing of the framework's rules is in them.
    static readonly Dictionary<string, (Func<double, double> Function, Func<double, double> Slope)> Activations = new()
    {
        ["Identity"] = (z => z, _ => 1),
        ["Sigmoid"] = (Sigmoid, z => Sigmoid(z) * (1 - Sigmoid(z))),
        ["Tanh"] = (Math.Tanh, z => 1 - Math.Pow(Math.Tanh(z), 2)),
        ["Relu"] = (z => Math.Max(z, 0), z => z > 0 ? 1 : 0),
        ["LeakyRelu"] = (z => z >= 0 ? z : 0.01f * z, z => z > 0 ? 1 : 0.01f),
        ["Elu"] = (z => z >= 0 ? z : Math.Exp(z) - 1, z => z > 0 ? 1 : Math.Exp(z)),
        ["Softplus"] = (z => Math.Log(1 + Math.Exp(z)), Sigmoid),
        ["Softsign"] = (z => z / (1 + Math.Abs(z)), z => 1 / Math.Pow(1 + Math.Abs(z), 2)),
        ["Swish"] = (z => z * Sigmoid(z), z => Sigmoid(z) + z * Sigmoid(z) * (1 - Sigmoid(z))),
        ["Sin"] = (Math.Sin, Math.Cos),
    };

    static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    public static TheoryData<string> Names => [.. Activations.Keys];

    // The sizes of all layers, then X, the weights and the adjoint of the output.
    static readonly Gen<(Matrix X, Matrix[] W, Matrix Seed)> Networks = Gen.Int[1, 6].SelectMany(layers => Gen.Int[1, 5].Array[layers + 2]).SelectMany(sizes =>
        Gen.Select(Draw.Matrix(sizes[0], sizes[1]), Gen.Double[-1, 1].Array[Enumerable.Range(1, sizes.Length - 2).Sum(i => sizes[i] * sizes[i + 1])], Draw.Matrix(sizes[0], sizes[^1]),
            (x, weights, seed) => (x, Cut(sizes, weights), seed)));

    static Matrix[] Cut(int[] sizes, double[] weights)
    {
        int start = 0;
        return [.. Enumerable.Range(1, sizes.Length - 2).Select(i => new Matrix(sizes[i], sizes[i + 1], weights[start..(start += sizes[i] * sizes[i + 1])]))];
    }

    [Theory, MemberData(nameof(Names))]
    public void It_is_what_the_adjoint_graph_computes(string activation) => Networks.Sample((x, w, seed) =>
    {
        var (σ, dσ) = Activations[activation];
        var g = Running.NewGraph();
        Value[] weights = [.. w.Select((m, i) => Running.Input(g, $"W{i}", m))];
        List<Value> layers = [Running.Input(g, "X", x)];
        foreach (var weight in weights) layers.Add(g.Add(activation, layers[^1].MatMul(weight)));
        var adjoint = Adjoint.OfSeeded([layers[^1]], [.. layers[..^1], .. weights]);
        var numbers = Running.Run([.. layers[..^1].Select(z => adjoint[z]), .. weights.Select(v => adjoint[v])],
            [(layers[0], x), .. weights.Select((v, i) => (v, w[i])), (adjoint.Seeds[0], seed)]);

        List<Matrix> z = [x];
        foreach (var m in w) z.Add((z[^1] * m).Map(σ));
        var bar = seed;
        for (int i = w.Length - 1; i >= 0; i--)
        {
            var inner = bar.Times((z[i] * w[i]).Map(dσ));
            Assert.InRange((z[i].T * inner).DistanceTo(numbers[w.Length + i]), 0, 1e-11);
            bar = inner * w[i].T;
            Assert.InRange(bar.DistanceTo(numbers[i]), 0, 1e-11);
        }
    }, iter: 20, threads: 1);
}
