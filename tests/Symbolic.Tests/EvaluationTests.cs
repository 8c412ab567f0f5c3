using Nabla.Symbolic;

namespace Nabla.Tests;

public class EvaluationTests
{
    [Theory]
    [InlineData("ln(x - 3)", "ln(x - 3) is not defined: x - 3 is -1, and ln needs a number above 0", "ln(x - 3)", -1)]
    [InlineData("1 + ln(x - 2)*y", "x - 2 is 0, and ln needs a number above 0", "ln(x - 2)", 0)]
    [InlineData("sqrt(-x)", "-x is -2, and sqrt needs a number of 0 or more", "sqrt(-x)", -2)]
    [InlineData("y/(x - 2)", "x - 2 is 0, and a quotient needs a divisor other than 0", "y/(x - 2)", 0)]
    [InlineData("asin(x)", "x is 2, and asin needs a number from -1 to 1", "asin(x)", 2)]
    [InlineData("acos(-x)", "acos needs a number from -1 to 1", "acos(-x)", -2)]
    [InlineData("acosh(x/4)", "x/4 is 0.5, and acosh needs a number of 1 or more", "acosh(x/4)", 0.5)]
    [InlineData("atanh(x - 1)", "x - 1 is 1, and atanh needs a number between -1 and 1", "atanh(x - 1)", 1)]
    [InlineData("(x - 2)^(-1)", "x - 2 is 0, and a negative power needs a base other than 0", "(x - 2)^(-1)", 0)]
    [InlineData("(x - 4)^0.5", "x - 4 is -2 and the exponent 0.5, and a power of a negative base needs a whole exponent", "(x - 4)^0.5", -2)]
    [InlineData("ln(0)", "there is 0", "ln(0)", 0)]
    [InlineData("1 + exp(1000*x)", "exp(1000*x) is larger than a double can hold (1.8e308) at 1000*x = 2000", "exp(1000*x)", 2000)]
    [InlineData("y*1e308*x", "is larger than a double can hold", "y*1e308", 3)]
    [InlineData("x^5000", "x^5000 is larger than a double can hold (1.8e308) at x = 2 and 5000 = 5000", "x^5000", 2)]
    public void Outside_the_domain(string text, string message, string node, double argument)
    {
        var error = Assert.Throws<EvaluationException>(() => ExpressionParser.Parse(text).Evaluate(("x", 2), ("y", 3)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(node, error.Node.ToString());
        if (double.IsFinite(argument)) Assert.Equal(argument, error.Argument);
        Assert.False(double.IsFinite(ExpressionParser.Parse(text).EvaluateUnchecked(new Dictionary<string, double> { ["x"] = 2, ["y"] = 3 })));
    }

    [Theory]
    [InlineData("0^0", 1)]
    [InlineData("(-2)^3", -8)]
    [InlineData("(-2)^(-2)", 0.25)]
    [InlineData("-2^2", -4)]
    [InlineData("2^3^2", 512)]
    [InlineData("2*pi", 2 * Math.PI)]
    [InlineData("ln(e)", 1)]
    [InlineData("erf(1)", 0.84270079294971486934)]
    [InlineData("softplus(-40)", 4.2483542552915889e-18)]
    [InlineData("softplus(800)", 800)]
    [InlineData("sigmoid(-800)", 0)]
    [InlineData("gelu(1)", 0.84134474606854294859)]
    [InlineData("asinh(1)", 0.88137358701954302523)]
    [InlineData("sqrt(0) + acosh(1) + asin(1)", Math.PI / 2)]
    [InlineData("relu(-1) + step(0) + sign(-3) + abs(-2)", 1)]
    public void Values(string text, double expected) => Assert.Equal(expected, ExpressionParser.Parse(text).Evaluate(), 4e-16 * Math.Abs(expected));

    [Fact]
    public void A_variable_without_a_value()
    {
        Assert.Contains("'y' has no value; give one for each of x, y", Assert.Throws<NablaException>(() => ExpressionParser.Parse("x + y").Evaluate(("x", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<NablaException>(() => ExpressionParser.Parse("x").Evaluate(("x", double.NaN))).Message, StringComparison.Ordinal);
    }
}
