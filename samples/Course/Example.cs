using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    /// <summary>f(x1, x2) = ln x1 + x1·x2 − sin x2, and every step on the way.</summary>
    public static Value[] Example()
    {
        var g = NewGraph();
        Value v1 = g.Input("v1"), v2 = g.Input("v2");
        Value v3 = g.Output(v1.Log(), "v3"), v4 = g.Output(v1 * v2, "v4"), v5 = g.Output(g.Add("Sin", v2), "v5");
        Value v6 = g.Output(v3 + v4, "v6"), v7 = g.Output(v6 - v5, "v7");
        return [v1, v2, v3, v4, v5, v6, v7];
    }
}
