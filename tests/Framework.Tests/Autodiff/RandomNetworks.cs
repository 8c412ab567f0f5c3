using CsCheck;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests.Autodiff;

/// <summary>⟨x̄, d⟩ by the adjoint graph is the slope of the function in direction d, for networks drawn at random.</summary>
public class RandomNetworks
{
    static readonly string[] Activations = ["Relu", "Tanh", "Sigmoid", "Softplus", "Gelu", "Identity", "Softsign", "Mish"];

    static readonly Gen<(int Width, int Activation)[]> Layers = Gen.Select(Gen.Int[1, 5], Gen.Int[0, Activations.Length - 1]).Array[1, 4];

    [Fact]
    public void The_adjoint_of_a_perceptron_agrees_with_finite_differences() =>
        Gen.Select(Layers, Gen.Int[0, 2], Gen.Int[0, 1000]).Sample((layers, head, seed) =>
        {
            var inputs = new List<Tensor> { Running.Draw(new(ElementType.Float64, [3, 4]), seed) };
            long width = 4;
            foreach (var (next, _) in layers)
            {
                inputs.Add(Running.Draw(new(ElementType.Float64, [width, next]), seed + inputs.Count));
                inputs.Add(Running.Draw(new(ElementType.Float64, [next]), seed + inputs.Count));
                width = next;
            }
            var result = DirectionalCheck.Run(BuiltIn.Ops, (g, x) =>
            {
                var h = x[0];
                for (int i = 0; i < layers.Length; i++)
                {
                    // Scaled down so that nothing saturates; either way of writing a layer.
                    h = i % 2 == 0 ? h.Gemm(x[1 + 2 * i], x[2 + 2 * i], alpha: 0.5) : h.MatMul(x[1 + 2 * i]) * 0.5 + x[2 + 2 * i];
                    h = g.Add(Activations[layers[i].Activation], h);
                }
                return head switch { 0 => [h.Softmax()], 1 => [h.LogSoftmax(), h.Mean([0])], _ => [h * h] };
            }, inputs, new HashSet<int>(), seed);
            // A step across the kink of Relu shows as a large numeric error.
            return result.Passed || result.Error > 1e-6;
        }, iter: 60);
}
