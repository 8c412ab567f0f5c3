using Nabla.Symbolic;

namespace Nabla.Tests;

/// <summary>What expanding derivatives costs, and reverse mode does not.</summary>
public class OperationCountTests
{
    [Fact]
    public void Every_operation_counts()
    {
        Assert.Equal(new OperationCount(Additions: 3, Multiplications: 2, Divisions: 1, Powers: 1, Functions: 2),
            OperationCount.Of(ExpressionParser.Parse("-x + 2*y - sin(x)*ln(-3)/x^2")));
        Assert.Equal(new OperationCount(Multiplications: 3), OperationCount.Of([ExpressionParser.Parse("x*y"), ExpressionParser.Parse("x*y*z")]));
        Assert.Equal(9, new OperationCount(1, 2, 3, 1, 2).Total);
    }

    public static TheoryData<int> Sizes => [2, 3, 4, 5, 8, 13, 20];

    static Expression ProductOf(int n) => Enumerable.Range(1, n).Select(i => (Expression)new Symbol($"θ{i}")).Aggregate((a, b) => a * b);

    // Each partial derivative is a product of n − 1 factors.
    [Theory, MemberData(nameof(Sizes))]
    public void The_partial_derivatives_of_a_product_of_n_take_n_times_n_minus_2_multiplications(int n)
    {
        var gradient = ProductOf(n).Gradient().Select(d => d.Simplify()).ToList();
        Assert.Equal(new OperationCount(Multiplications: n * (n - 2)), OperationCount.Of(gradient));
        for (int i = 0; i < n; i++)
            Assert.Equal(string.Join('*', Enumerable.Range(1, n).Where(j => j != i + 1).Select(j => $"θ{j}")), gradient[i].ToString());
    }

    // Before that, with zeros and ones: each of the n − 1 products adds 2 and repeats its left factors, 2 + (2 + 1) + … + (2 + n − 2) = n(n + 1)/2 − 1 for one of n.
    [Theory, MemberData(nameof(Sizes))]
    public void Unsimplified_they_take_half_of_n_cubed(int n)
    {
        var count = OperationCount.Of(ProductOf(n).Gradient());
        Assert.Equal(n * (n * (n + 1) / 2 - 1), count.Multiplications);
        Assert.Equal(n * (n - 1), count.Additions);
    }

    // n − 1 forward, and two for each of these backward, the one by ȳ = 1 included.
    [Theory, MemberData(nameof(Sizes))]
    public void Reverse_mode_takes_three_times_n_minus_1(int n)
    {
        var (y, x) = BuiltIn.Graph(ProductOf(n), Enumerable.Range(1, n).Select(i => $"θ{i}"));
        var adjoint = Adjoint.Of(y, x);
        Assert.Equal(new OperationCount(Multiplications: 3 * (n - 1)), OperationCount.Of(y.Graph, adjoint.Graph));
        Assert.Equal(3 * (n - 1), y.Graph.Nodes.Concat(adjoint.Graph.Nodes).Count(node => node.Op.Schema.Name == "Mul"));
        // and these are all partial derivatives
        var point = Enumerable.Range(1, n).ToDictionary(i => $"θ{i}", i => 1 + i / 16.0);
        double all = point.Values.Aggregate(1.0, (a, b) => a * b);
        var gradient = BuiltIn.Run([.. x.Select(v => adjoint[v])], point);
        for (int i = 0; i < n; i++) Assert.Equal(all / (1 + (i + 1) / 16.0), gradient[i], 1e-14 * all);
    }
}
