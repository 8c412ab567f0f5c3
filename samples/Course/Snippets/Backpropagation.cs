using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void Backpropagation()
    {
        int[] sizes = [3, 5, 4, 2];
        var random = new Random(1);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        double[][] weights = [.. sizes[1..].Select((size, i) => Draw(sizes[i] * size))];
        double[] x = Draw(3), target = [0, 1];

        // by layers: the loss is ½‖y − t‖², its gradient y − t goes back from one to the next
        SigmoidLayer[] layers = [.. weights.Select((w, i) => new SigmoidLayer(w, sizes[i], sizes[i + 1]))];
        double[] bar = [.. layers.Aggregate(x, (h, layer) => layer.Forward(h)).Zip(target, (y, t) => y - t)];
        foreach (var layer in layers.Reverse()) bar = layer.Backward(bar);

        // by a graph
        var g = NewGraph();
        Value[] w = [.. weights.Select((_, i) => g.Input($"W{i + 1}", sizes[i], sizes[i + 1]))];
        var input = g.Input("x", 1, sizes[0]);
        var error = w.Aggregate(input, (h, m) => h.MatMul(m).Sigmoid()) - g.Constant(Tensor.Of(target, 1, 2));
        var adjoint = Adjoint.Of(0.5 * (error * error).Sum(), w);
        double[][] bars = Run([.. w.Select(m => adjoint[m])], [(input, x), .. w.Zip(weights)]);

        double[] graph = [.. bars.SelectMany(b => b)], loops = [.. layers.SelectMany(layer => layer.Gradient)];
        double distance = graph.Zip(loops, (a, b) => Math.Abs(a - b)).Max();
        Console.WriteLine($"{graph.Length} derivatives, the same to 15 digits: {distance < 1e-15}");
    }
}
