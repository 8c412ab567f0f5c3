using CsCheck;
using Nabla.Symbolic;

namespace Nabla.Tests;

public class TreeTests
{
    static readonly Expression X = new Symbol("x"), Y = new Symbol("y");

    [Fact]
    public void Equality_is_by_content()
    {
        Assert.Equal(2 * X + Function.Sin.Of(Y), 2 * X + Function.Sin.Of(Y));
        Assert.NotEqual(X + Y, Y + X);
        Assert.NotEqual(X + Y, X - Y);
        Assert.NotEqual(Function.Sin.Of(X), Function.Cos.Of(X));
        Assert.NotEqual<Expression>(2, 3);
        Assert.Equal<Expression>(-2, -(Expression)2);
        Gen.Select(RandomExpressions.Any, RandomExpressions.Any).Sample((a, b) => a.Equals(b) == (a.ToString() == b.ToString()), iter: 1000);
    }

    [Fact]
    public void Sub_expressions_come_once_and_in_order() =>
        Assert.Equal(["x", "y", "x*y", "sin(x*y)", "x*y + sin(x*y)"], ExpressionParser.Parse("x*y + sin(x*y)").SubExpressions().Select(e => e.ToString()));

    [Fact]
    public void Variables_come_as_they_occur() => Assert.Equal(["b", "a", "c"], ExpressionParser.Parse("b + a*b^c").Variables);

    // 2^200 leaves, but 600 nodes; and twice, so that neither shares a node with the other.
    [Fact]
    public void What_is_shared_costs_once()
    {
        static Expression Newton()
        {
            Expression e = new Symbol("x");
            for (int i = 0; i < 200; i++) e = (e + 2 / e) / 2;
            return e;
        }
        var e = Newton();
        Assert.True(e.Equals(Newton()));
        Assert.Equal(2 + 3 * 200, e.SubExpressions().Count);
        Assert.Equal(long.MaxValue, OperationCount.Of(e).Divisions);
        Assert.Equal(Math.Sqrt(2), e.Evaluate(("x", 1)), 1e-15);
        Assert.Equal(Math.Sqrt(2), e.Simplify().Evaluate(("x", 1)), 1e-15);
        Assert.Equal(0, e.Differentiate("x").Evaluate(("x", 1)), 1e-15);
        Assert.True(Assert.Throws<EvaluationException>(() => (1 / (e - e)).Evaluate(("x", 1))).Message.Length < 300);
        Assert.Contains('…', Assert.Throws<EvaluationException>(() => Function.Ln.Of(-e).Evaluate(("x", 1))).Message);
    }

    [Fact]
    public void Depth_has_no_limit()
    {
        Expression e = X, sum = X;
        for (int i = 0; i < 10_000; i++) (e, sum) = (Function.Softsign.Of(-e + 1e-3), i % 2 == 0 ? sum + Y : sum - X);
        Assert.InRange(e.Evaluate(("x", 1)), -1, 1);
        Assert.True(double.IsFinite(e.Differentiate("x").Evaluate(("x", 1))));
        Assert.Equal("5000*y - 4999*x", sum.Simplify().ToString());
        Assert.Equal(10_000, OperationCount.Of(e).Functions);
    }

    [Fact]
    public void Numbers_are_finite()
    {
        Assert.Throws<NablaException>(() => new Number(-1));
        Assert.Throws<NablaException>(() => (Expression)double.NaN);
        Assert.Throws<NablaException>(() => (Expression)double.NegativeInfinity);
    }
}
