using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void IdentityLayersAreOne()
    {
        var g = NewGraph();
        Value x = g.Input("x", 5, 2), w1 = g.Input("W1", 2, 8), w2 = g.Input("W2", 8, 8), w3 = g.Input("W3", 8, 1);
        var layers = x.MatMul(w1).MatMul(w2).MatMul(w3);
        var one = x.MatMul(w1.MatMul(w2).MatMul(w3));
        Console.WriteLine($"three layers are one: {Same(layers, one)}");
    }
}
