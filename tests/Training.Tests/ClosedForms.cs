using Nabla.Ops;

namespace Nabla.Training.Tests;

/// <summary>The gradients of a two-layer network against the formulas of the textbook.</summary>
public class ClosedForms
{
    const int N = 6, In = 4, Hidden = 5, Classes = 3;

    /// <summary>∇W2 = σ(XW1)ᵀ(S − I_y) and ∇W1 = Xᵀ((S − I_y)W2ᵀ ∘ σ′(XW1)), for the sum of the losses over the rows.</summary>
    [Theory]
    [InlineData("Sigmoid"), InlineData("Tanh"), InlineData("Softplus")]
    public void Two_layer_network(string activation)
    {
        var random = new System.Random(5);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        double[] x = Draw(N * In), w1 = Draw(In * Hidden), w2 = Draw(Hidden * Classes);
        long[] y = [.. Enumerable.Range(0, N).Select(i => (long)(i % Classes))];

        var program = new Program(TestOps.Registry);
        var g = program.AddGraph("forward");
        Value vx = g.Input("X", ElementType.Float64, ["N", In]), vy = g.Input("y", ElementType.Int64, ["N"]);
        Value v1 = g.Parameter(new("W1", Tensor.Of(w1, In, Hidden))), v2 = g.Parameter(new("W2", Tensor.Of(w2, Hidden, Classes)));
        var loss = g.Add(g.Registry.Make("SoftmaxCrossEntropyLoss", new Dictionary<string, object> { ["reduction"] = "sum" }), g.Add(activation, vx.MatMul(v1)).MatMul(v2), vy)[0];
        var adjoint = Adjoint.Of(loss);
        var run = Cpu.Backend(1).Compile(program, [adjoint[v1], adjoint[v2]], new Dictionary<string, long> { ["N"] = N });
        run.Feed(vx, Tensor.Of(x, N, In));
        run.Feed(vy, Tensor.Vector<long>(y));
        run.Run();

        var (σ, dσ) = Function(activation);
        var z = Product(x, w1, N, In, Hidden);
        double[] h = [.. z.Select(σ)];
        var s = Product(h, w2, N, Hidden, Classes);
        for (int i = 0; i < N; i++)
        {
            double sum = Enumerable.Range(0, Classes).Sum(c => Math.Exp(s[i * Classes + c]));
            for (int c = 0; c < Classes; c++) s[i * Classes + c] = Math.Exp(s[i * Classes + c]) / sum - (c == y[i] ? 1 : 0);
        }
        var hidden = Product(s, Transposed(w2, Hidden, Classes), N, Classes, Hidden).Zip(z, (d, at) => d * dσ(at)).ToArray();
        Same(Product(Transposed(h, N, Hidden), s, Hidden, N, Classes), run.Output<double>(adjoint[v2]));
        Same(Product(Transposed(x, N, In), hidden, In, N, Hidden), run.Output<double>(adjoint[v1]));
    }

    static (Func<double, double>, Func<double, double>) Function(string name) => name switch
    {
        "Sigmoid" => (v => 1 / (1 + Math.Exp(-v)), v => Math.Exp(-v) / Math.Pow(1 + Math.Exp(-v), 2)),
        "Tanh" => (Math.Tanh, v => 1 - Math.Tanh(v) * Math.Tanh(v)),
        _ => (v => Math.Log(1 + Math.Exp(v)), v => 1 / (1 + Math.Exp(-v))),
    };

    static double[] Product(double[] a, double[] b, int m, int k, int n)
    {
        var y = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                for (int l = 0; l < k; l++) y[i * n + j] += a[i * k + l] * b[l * n + j];
        return y;
    }

    static double[] Transposed(double[] a, int rows, int columns) =>
        [.. from j in Enumerable.Range(0, columns) from i in Enumerable.Range(0, rows) select a[i * columns + j]];

    static void Same(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-13);
    }
}
