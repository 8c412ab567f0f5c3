using CsCheck;
using Nabla.Symbolic;

namespace Nabla.Tests;

public class PrintingTests
{
    [Fact]
    public void What_is_printed_is_read_back() => RandomExpressions.Any.Sample(e => ExpressionParser.Parse(e.ToString()).Equals(e), iter: 2000);

    [Theory]
    [InlineData("x + (-y)")]
    [InlineData("x - (y - z)")]
    [InlineData("x/(y*z)")]
    [InlineData("(x^y)^z")]
    [InlineData("x^y^z")]
    [InlineData("-x^2")]
    [InlineData("(-x)^2")]
    [InlineData("x^(-2)")]
    [InlineData("-(x*y)")]
    [InlineData("-2*x")]
    [InlineData("1e20*x + 1e-7")]
    [InlineData("ln(x1) + x1*x2 - sin(x2)")]
    public void Plain_text_has_no_bracket_too_many(string text) => Assert.Equal(text, ExpressionParser.Parse(text).ToString());

    [Theory]
    [InlineData("ln(x1) + x1*x2 - sin(x2)", @"\ln x_1 + x_1 x_2 - \sin x_2")]
    [InlineData("1/x1 + x2", @"\frac{1}{x_1} + x_2")]
    [InlineData("x1 - cos(x2)", @"x_1 - \cos x_2")]
    [InlineData("2*3", @"2 \cdot 3")]
    [InlineData("x*2", @"x \cdot 2")]
    [InlineData("(x + y)*z", @"\left(x + y\right) z")]
    [InlineData("x^2 + x^10 + x12", "x^2 + x^{10} + x_{12}")]
    [InlineData("(x/y)^2", @"\left(\frac{x}{y}\right)^2")]
    [InlineData("-(x/y)", @"-\frac{x}{y}")]
    [InlineData("-2*x/y", @"-\frac{2 x}{y}")]
    [InlineData("x - (-y)", @"x - \left(-y\right)")]
    [InlineData("sin(x)^2 + cos(x + 1)^3", @"\sin^2 x + \cos^3\left(x + 1\right)")]
    [InlineData("sin(x)*y", @"\left(\sin x\right) y")]
    [InlineData("y*sin(x)*cos(x)", @"y \sin x \cos x")]
    [InlineData("sqrt(x + 1)", @"\sqrt{x + 1}")]
    [InlineData("exp(-x)", "e^{-x}")]
    [InlineData("abs(x)", @"\left|x\right|")]
    [InlineData("sigmoid(x)", @"\sigma\left(x\right)")]
    [InlineData("asin(x)", @"\arcsin x")]
    [InlineData("relu(x)", @"\operatorname{relu} x")]
    [InlineData("2*pi*theta1", @"2 \pi \theta_1")]
    [InlineData("θ + rate + w_ij + _a", @"\theta + \mathit{rate} + w_{ij} + \mathit{\_a}")]
    [InlineData("1.5e-7*x", @"1.5 \cdot 10^{-7} x")]
    public void Latex(string text, string latex) => Assert.Equal(latex, ExpressionParser.Parse(text).ToLatex());

    [Fact]
    public void Latex_has_as_many_brackets_open_as_closed() => RandomExpressions.Any.Sample(e =>
    {
        var latex = e.ToLatex();
        Assert.Equal(latex.Count(c => c == '{'), latex.Count(c => c == '}'));
        Assert.Equal(latex.Split(@"\left").Length, latex.Split(@"\right").Length);
    }, iter: 1000);
}
