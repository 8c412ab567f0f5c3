using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Course;

/// <summary>How near networks with one hidden layer come to a function on [0, 1].</summary>
public static class Approximation
{
    /// <summary>What is approximated.</summary>
    public static double Target(double x) => Math.Sin(2 * Math.PI * x) + 0.5 * Math.Cos(5 * Math.PI * x);

    /// <summary>Points of [0, 1].</summary>
    public static double[] Grid { get; } = [.. Enumerable.Range(0, 1001).Select(i => i / 1000.0)];

    /// <summary>What a network gives on the grid.</summary>
    public static double[] OnGrid(Func<Value, Value> network)
    {
        var g = Lesson.NewGraph();
        var x = g.Input("x", Grid.Length, 1);
        return Lesson.Run([network(x)], (x, Grid))[0];
    }

    /// <summary>n sigmoids that start as those of <see cref="Staircase.Jumps"/> and learn from there.</summary>
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
