using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>Logistic regression, with labels −1 and 1 and with labels 0 and 1: one model, two ways to write its loss.</summary>
public class LogisticRegression
{
    // rows xᵢ, weights w, labels −1 and 1; |⟨xᵢ,w⟩| ≤ 8, so that 1 − σ keeps 12 digits
    static readonly Gen<(Matrix X, Matrix W, Matrix Y)> Data = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 4])
        .SelectMany((n, d) => Gen.Select(Draw.Matrix(n, d), Draw.Matrix(d, 1), Gen.Bool.Array[n])).Select((x, w, y) => (x, w / 2, Matrix.Of(x.Rows, 1, (i, _) => y[i] ? 1 : -1)));

    static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    // Σ ln(1 + exp(−yᵢ⟨xᵢ,w⟩))
    static Value OfSigns(Value x, Value w, Value y) => (-(y * x.MatMul(w))).Softplus().Sum();

    // −Σ tᵢ ln σ(zᵢ) + (1 − tᵢ) ln(1 − σ(zᵢ)), zᵢ = ⟨xᵢ,w⟩
    static Value OfProbabilities(Value x, Value w, Value t)
    {
        var p = x.MatMul(w).Sigmoid();
        return -(t * p.Log() + (1 - t) * (1 - p).Log()).Sum();
    }

    static double[][] Run(Func<Value, Value, Value, Value> loss, Matrix x, Matrix w, Matrix labels)
    {
        var g = Running.NewGraph();
        Value vx = Running.Input(g, "X", x), vw = Running.Input(g, "w", w), vy = Running.Input(g, "y", labels), f = loss(vx, vw, vy);
        return Running.Run([f, Adjoint.Of(f, vw)[vw]], (vx, x), (vw, w), (vy, labels));
    }

    static Matrix ZeroOne(Matrix y) => y.Map(v => (v + 1) / 2);

    [Fact]
    public void Labels_minus_1_and_1() => Data.Sample(d =>
    {
        var z = d.X * d.W;
        var numbers = Run(OfSigns, d.X, d.W, d.Y);
        Assert.Equal(z.Times(d.Y).Elements.Sum(m => Math.Log(1 + Math.Exp(-m))), numbers[0][0], 1e-11);
        // ∇ = −Σ yᵢ σ(−yᵢzᵢ) xᵢ
        Assert.InRange((d.X.T * -d.Y.Times(z.Times(d.Y).Map(m => Sigmoid(-m)))).DistanceTo(numbers[1]), 0, 1e-12);
    }, iter: 50, threads: 1);

    [Fact]
    public void Labels_0_and_1() => Data.Sample(d =>
    {
        var t = ZeroOne(d.Y);
        var numbers = Run(OfProbabilities, d.X, d.W, t);
        // ∇ = Xᵀ(σ(Xw) − t)
        Assert.InRange((d.X.T * ((d.X * d.W).Map(Sigmoid) - t)).DistanceTo(numbers[1]), 0, 1e-11);
    }, iter: 50, threads: 1);

    [Fact]
    public void Both_agree() => Data.Sample(d =>
    {
        var (signs, probabilities) = (Run(OfSigns, d.X, d.W, d.Y), Run(OfProbabilities, d.X, d.W, ZeroOne(d.Y)));
        Assert.Equal(signs[0][0], probabilities[0][0], 1e-11);
        Assert.InRange(new Matrix(d.W.Rows, 1, signs[1]).DistanceTo(probabilities[1]), 0, 1e-11);
    }, iter: 50, threads: 1);

    // ln(1 + e^−m) survives what 1 − σ does not
    [Fact]
    public void The_form_with_signs_is_stable()
    {
        Matrix x = 1, w = 800, y = -1;
        Assert.Equal(800, Run(OfSigns, x, w, y)[0][0]);
        Assert.False(double.IsFinite(Run(OfProbabilities, x, w, ZeroOne(y))[0][0]));
    }
}
