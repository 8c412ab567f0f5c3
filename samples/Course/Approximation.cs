using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Course;

/// <summary>One hidden layer as an approximation of a continuous function on [0, 1].</summary>
public static class Approximation
{
    /// <summary>What is approximated.</summary>
    public static double Target(double x) => Math.Sin(2 * Math.PI * x) + 0.5 * Math.Cos(5 * Math.PI * x);

    /// <summary>Points of [0, 1].</summary>
    public static double[] Grid { get; } = [.. Enumerable.Range(0, 1001).Select(i => i / 1000.0)];

    /// <summary>A neuron that is 0 below 0 and 1 above.</summary>
    public static Value Heaviside(Value z) => z.Greater(0).Cast(z.Element);

    /// <summary>The same, but for a narrow slope: σ(kz) with large k.</summary>
    public static Func<Value, Value> Sigmoid(double k) => z => (z * k).Sigmoid();

    /// <summary>n neurons: f(0), and at each middle tᵢ between two of n + 1 points the jump from f at the one to f at the other. The error is at most what f changes over half a step.</summary>
    public static Value Steps(Value x, int n, Func<Value, Value> neuron)
    {
        var g = x.Graph;
        var middles = g.Constant(Tensor.Of([.. Enumerable.Range(0, n).Select(i => (i + 0.5) / n)], 1, n));
        var jumps = g.Constant(Tensor.Of([.. Enumerable.Range(0, n).Select(i => Target((i + 1.0) / n) - Target((double)i / n))], n, 1));
        return Target(0) + neuron(x - middles).MatMul(jumps);
    }

    /// <summary>2n neurons: on each of n intervals the value at its middle, times the indicator H(x − a) − H(x − b) of the interval.</summary>
    public static Value Indicators(Value x, int n, Func<Value, Value> neuron)
    {
        var g = x.Graph;
        Value Row(Func<int, double> at) => g.Constant(Tensor.Of([.. Enumerable.Range(0, n).Select(at)], 1, n));
        var indicators = neuron(x - Row(i => i == 0 ? -1 : (double)i / n)) - neuron(x - Row(i => i == n - 1 ? 2 : (i + 1.0) / n));
        return indicators.MatMul(Row(i => Target((i + 0.5) / n)).T);
    }

    /// <summary>What such a network gives on the grid.</summary>
    public static double[] OnGrid(Func<Value, Value> network)
    {
        var g = Lesson.NewGraph();
        var x = g.Input("x", Grid.Length, 1);
        return Lesson.Run([network(x)], (x, Grid))[0];
    }

    /// <summary>n sigmoids that start as those of <see cref="Steps"/> and learn from there.</summary>
    public static double[] Trained(int n)
    {
        const int samples = 257, epochs = 1000;
        float[] x = [.. Enumerable.Range(0, samples).Select(i => i / (samples - 1f))];
        var data = Dataset.Regression("target", x, [1], [.. x.Select(v => (float)Target(v))]);
        float k = 4 * n;
        var hidden = new Linear(1, n, weights: Initializer.Constant(k), biases: new Each(i => -k * (i + 0.5) / n));
        var output = new Linear(n, 1, weights: new Each(i => Target((i + 1.0) / n) - Target((double)i / n)), biases: Initializer.Constant((float)Target(0)));
        var trainer = new Trainer(Lesson.Ops, new Sequential(hidden, Activation.Sigmoid, output), new MeanSquaredError(), new Adam(LearningRate.Cosine(0.02, epochs)),
            options: new() { BatchSize = samples });
        for (int epoch = 0; epoch < epochs; epoch++) trainer.TrainEpoch(data);
        return [.. trainer.Predict([.. Grid.Select(v => (float)v)]).Span<float>().ToArray().Select(v => (double)v)];
    }

    /// <summary>The largest error on the grid.</summary>
    public static double ErrorOf(double[] onGrid) => Grid.Zip(onGrid, (x, y) => Math.Abs(Target(x) - y)).Max();

    sealed class Each(Func<int, double> value) : Initializer
    {
        public override void Fill(Span<float> values, Fan fan, RandomStream random)
        {
            for (int i = 0; i < values.Length; i++) values[i] = (float)value(i);
        }
    }
}
