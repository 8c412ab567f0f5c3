using CsCheck;
using Nabla.Course;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>Reverse mode on a graph against backpropagation from layer to layer, written as loops.</summary>
public class FirstGeneration
{
    // Sizes of the layers, a few samples, their targets, all weights.
    static readonly Gen<(int[] Sizes, Matrix X, Matrix T, Matrix[] W)> Networks = Gen.Select(Gen.Int[1, 5], Gen.Int[1, 4]).SelectMany((layers, n) => Gen.Int[1, 5].Array[layers + 1]
        .SelectMany(sizes => Gen.Select(Draw.Matrix(n, sizes[0]), Draw.Matrix(n, sizes[^1]), Gen.Double[-1, 1].Array[sizes.Zip(sizes.Skip(1), (a, b) => a * b).Sum()],
            (x, t, weights) => (sizes, x, t, Cut(sizes, weights)))));

    static Matrix[] Cut(int[] sizes, double[] weights)
    {
        int start = 0;
        return [.. sizes.Zip(sizes.Skip(1), (rows, columns) => new Matrix(rows, columns, weights[start..(start += rows * columns)]))];
    }

    [Fact]
    public void The_gradients_are_the_same() => Networks.Sample(network =>
    {
        var (sizes, x, t, weights) = network;
        SigmoidLayer[] layers = [.. weights.Select(w => new SigmoidLayer(w.Elements, w.Rows, w.Columns))];
        double loss = 0;
        var inputBars = new List<double>();
        for (int i = 0; i < x.Rows; i++)
        {
            double[] target = Row(t, i), y = layers.Aggregate(Row(x, i), (h, layer) => layer.Forward(h)), bar = [.. y.Zip(target, (a, b) => a - b)];
            loss += bar.Sum(d => d * d) / 2;
            inputBars.AddRange(layers.Reverse().Aggregate(bar, (d, layer) => layer.Backward(d)));
        }

        var g = Running.NewGraph();
        Value vx = Running.Input(g, "X", x), vt = Running.Input(g, "T", t);
        Value[] vw = [.. weights.Select((w, i) => Running.Input(g, $"W{i}", w))];
        var error = vw.Aggregate(vx, (h, w) => h.MatMul(w).Sigmoid()) - vt;
        var f = 0.5 * (error * error).Sum();
        var adjoint = Adjoint.Of(f, [vx, .. vw]);
        var numbers = Running.Run([f, adjoint[vx], .. vw.Select(w => adjoint[w])], [(vx, x), (vt, t), .. vw.Select((v, i) => (v, weights[i]))]);

        Assert.Equal(loss, numbers[0][0], 1e-12);
        Assert.InRange(new Matrix(x.Rows, x.Columns, [.. inputBars]).DistanceTo(numbers[1]), 0, 1e-13);
        for (int i = 0; i < layers.Length; i++) Assert.InRange(new Matrix(weights[i].Rows, weights[i].Columns, layers[i].Gradient).DistanceTo(numbers[i + 2]), 0, 1e-13);
    }, iter: 40, threads: 1);

    static double[] Row(Matrix m, int i) => m.Elements[(i * m.Columns)..((i + 1) * m.Columns)];
}
