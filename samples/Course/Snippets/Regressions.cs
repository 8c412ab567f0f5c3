using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void Regressions()
    {
        var g = NewGraph();
        Value x = g.Input("X", 4, 3), w = g.Input("w", 3, 1), z = x.MatMul(w);

        // labels −1 and 1, and the same as 0 and 1
        var y = g.Constant(Tensor.Of([1.0, -1, -1, 1], 4, 1));
        var t = (y + 1) / 2;
        var p = z.Sigmoid();
        var bySigns = (-(y * z)).Softplus().Sum();
        var byCrossEntropy = -(t * p.Log() + (1 - t) * (1 - p).Log()).Sum();
        Console.WriteLine($"both losses:      {Same(bySigns, byCrossEntropy)}");
        Console.WriteLine($"both gradients:   {Same(Adjoint.Of(bySigns, w)[w], Adjoint.Of(byCrossEntropy, w)[w])}");
        Console.WriteLine($"Xᵀ(σ(Xw) − t):    {Same(Adjoint.Of(bySigns, w)[w], x.T.MatMul(p - t))}");

        // three classes, one row of labels a sample
        Value v = g.Input("W", 3, 3), b = g.Input("b", 3), scores = x.MatMul(v) + b;
        var classes = g.Constant(Tensor.Of([1.0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0], 4, 3));
        var adjoint = Adjoint.Of(-(classes * scores.LogSoftmax()).Sum(), v, b);
        Console.WriteLine($"Xᵀ(P − Y):        {Same(adjoint[v], x.T.MatMul(scores.Softmax() - classes))}");
        Console.WriteLine($"columns of P − Y: {Same(adjoint[b], (scores.Softmax() - classes).Sum([0]))}");
    }
}
