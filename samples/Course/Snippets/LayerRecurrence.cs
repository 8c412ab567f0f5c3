using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void LayerRecurrence()
    {
        var g = NewGraph();
        Value[] w = [g.Input("W0", 3, 4), g.Input("W1", 4, 4), g.Input("W2", 4, 2)];
        List<Value> z = [g.Input("Z0", 5, 3)];
        foreach (var weight in w) z.Add(z[^1].MatMul(weight).Sigmoid());
        var seed = g.Input("G3", 5, 2);
        var adjoint = Adjoint.Of((seed * z[3]).Sum(), [.. z[..3], .. w]);

        // Gᵢ = (Gᵢ₊₁ ∘ σ′(ZᵢWᵢ))Wᵢᵀ, with σ′ = σ(1 − σ) and σ(ZᵢWᵢ) = Zᵢ₊₁
        var bar = seed;
        for (int i = 2; i >= 0; i--)
        {
            var inner = bar * (z[i + 1] * (1 - z[i + 1]));
            bar = inner.MatMul(w[i].T);
            Console.WriteLine($"G{i}, W̄{i}: {Same(adjoint[z[i]], bar)}, {Same(adjoint[w[i]], z[i].T.MatMul(inner))}");
        }
    }
}
