using CsCheck;
using Nabla.Course;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>What the end of the document says of the lecture. Its first point is in <see cref="QuarticForm"/>, its third in <see cref="SoftmaxRegression"/>.</summary>
public class Slips
{
    static double[] Run(string op, float alpha, double[] points)
    {
        var g = Lesson.NewGraph();
        var x = g.Input("x", points.Length);
        return Lesson.Run([g.Add(g.Registry.Make(op, new Dictionary<string, object> { ["alpha"] = alpha }), x)[0]], (x, points))[0];
    }

    // α(e^(x/α) − 1) below 0
    [Fact]
    public void The_ELU_of_the_lecture_is_Celu()
    {
        const float alpha = 2;
        double[] points = [-3, -1, -0.25, 0, 1.5], lecture = [.. points.Select(x => x >= 0 ? x : alpha * (Math.Exp(x / alpha) - 1))];
        Assert.Null(Numbers.Difference(lecture, Run("Celu", alpha, points), 1e-14, 0));
        Assert.NotNull(Numbers.Difference(lecture, Run("Elu", alpha, points), 1e-2, 0));
        // the same for α = 1 alone
        Assert.Null(Numbers.Difference(Run("Elu", 1, points), Run("Celu", 1, points), 1e-15, 0));
    }

    // Y = XW: X̄ᵢₖ = Σⱼ Ȳᵢⱼ Wₖⱼ, all columns of Y
    [Fact]
    public void The_adjoint_of_a_product_sums_over_the_columns_of_the_result() => Draw.Matrices("nk", "km", "nm").Sample(m =>
    {
        var g = Running.NewGraph();
        Value x = Running.Input(g, "X", m[0]), w = Running.Input(g, "W", m[1]);
        var adjoint = Adjoint.OfSeeded([Nabla.Ops.Structure.MatMul(x, w)], x);
        var bar = Running.Run([adjoint[x]], (w, m[1]), (adjoint.Seeds[0], m[2]))[0];
        for (int i = 0; i < m[0].Rows; i++)
            for (int k = 0; k < m[0].Columns; k++)
                Assert.Equal(Enumerable.Range(0, m[1].Columns).Sum(j => m[2][i, j] * m[1][k, j]), bar[i * m[0].Columns + k], 1e-13);
    }, iter: 30, threads: 1);
}
