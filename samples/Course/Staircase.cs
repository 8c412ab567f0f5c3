using Nabla.Ops;

namespace Nabla.Course;

/// <summary>Networks with one hidden layer that follow a function on [0, 1], built without any training. x is a column.</summary>
public static class Staircase
{
    /// <summary>H(z): 0 up to 0, 1 beyond.</summary>
    public static Value Heaviside(Value z) => z.Greater(0).Cast(z.Element);

    /// <summary>σ(kz).</summary>
    public static Func<Value, Value> Sigmoid(double k) => z => (z * k).Sigmoid();

    /// <summary>f(0) + Σ (f(xᵢ) − f(xᵢ₋₁))·H(x − tᵢ): n neurons, xᵢ = i/n, and tᵢ the middle between xᵢ₋₁ and xᵢ.</summary>
    public static Value Jumps(Value x, Func<double, double> f, int n, Func<Value, Value> h)
    {
        var t = Row(x, n, i => (i + 0.5) / n);
        var jumps = Row(x, n, i => f((i + 1.0) / n) - f((double)i / n));
        return f(0) + h(x - t).MatMul(jumps.T);
    }

    /// <summary>Σ f(mᵢ)·(H(x − aᵢ) − H(x − bᵢ)): 2n neurons, mᵢ the middle between aᵢ and bᵢ; the outermost two lie outside of [0, 1].</summary>
    public static Value Indicators(Value x, Func<double, double> f, int n, Func<Value, Value> h)
    {
        var a = Row(x, n, i => i == 0 ? -1 : (double)i / n);
        var b = Row(x, n, i => i == n - 1 ? 2 : (i + 1.0) / n);
        return (h(x - a) - h(x - b)).MatMul(Row(x, n, i => f((i + 0.5) / n)).T);
    }

    static Value Row(Value x, int n, Func<int, double> at) =>
        x.Graph.Constant(Tensor.Of([.. Enumerable.Range(0, n).Select(at)], 1, n));
}
