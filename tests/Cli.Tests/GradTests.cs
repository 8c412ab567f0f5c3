using System.Text.Json;

namespace Nabla.Tests;

public sealed class GradTests : IDisposable
{
    const string Example = "ln(x1) + x1*x2 - sin(x2)";

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    string Shown(params string[] args)
    {
        var result = _place.Run(["grad", .. args]);
        result.Succeeds();
        Assert.Empty(result.Error);
        return result.Output.ReplaceLineEndings("\n");
    }

    JsonElement Json(params string[] args) => JsonDocument.Parse(Shown([.. args, "--json"])).RootElement;

    static string[] Cells(string output, string label) =>
        output.Split('\n').Single(l => l.StartsWith(label + " ", StringComparison.Ordinal) && !l.Contains('=', StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetDouble())];

    [Fact]
    public void Every_method_stands_beside_the_others()
    {
        var output = Shown(Example, "--at", "x1=2,x2=5");
        Assert.StartsWith("f(x1, x2) = ln(x1) + x1*x2 - sin(x2) at x1 = 2, x2 = 5\n", output, StringComparison.Ordinal);
        Assert.Equal(["reverse", "forward", "numeric", "±", "error", "symbolic"], output.Split('\n')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["f", "11.6521", "11.6521", "11.6521", "11.6521"], output.Split('\n')[3].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        string[] first = Cells(output, "∂f/∂x1"), second = Cells(output, "∂f/∂x2");
        Assert.Equal(["5.5", "5.5", "5.5", "5.5"], (string[])[.. first[1..4], first[5]]);
        Assert.Equal(["1.71634", "1.71634", "1.71634", "1.71634"], (string[])[.. second[1..4], second[5]]);
        Assert.Contains("\n∂f/∂x1 = 1/x1 + x2\n∂f/∂x2 = x1 - cos(x2)\n", output, StringComparison.Ordinal);
        Assert.Contains("\noperations ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_every_digit()
    {
        var report = Json(Example, "--at", "x1=2,x2=5");
        double[] gradient = [5.5, 2 - Math.Cos(5)];
        Assert.Equal(Math.Log(2) + 10 - Math.Sin(5), report.GetProperty("value").GetDouble(), 1e-14);
        var methods = report.GetProperty("methods").EnumerateArray().ToDictionary(m => m.GetProperty("method").GetString()!);
        Assert.Equal(["reverse", "forward", "numeric", "symbolic"], methods.Keys);
        foreach (var (name, method) in methods)
        {
            var errors = name == "numeric" ? Numbers(method.GetProperty("gradientErrors")) : [1e-15, 1e-15];
            Assert.All(errors, e => Assert.InRange(e, 1e-16, 1e-9));
            var found = Numbers(method.GetProperty("gradient"));
            for (int i = 0; i < 2; i++) Assert.Equal(gradient[i], found[i], 2 * errors[i]);
        }
        Assert.Equal(@"\ln x_1 + x_1 x_2 - \sin x_2", report.GetProperty("latex").GetString());
        Assert.Equal(["1/x1 + x2", "x1 - cos(x2)"], report.GetProperty("derivatives").EnumerateArray().Select(d => d.GetProperty("formula").GetString()!));
    }

    [Fact]
    public void Second_derivatives_by_every_method()
    {
        var report = Json("x^3*y + sin(y)", "--at", "x=2,y=0.5", "--order", "2");
        double[][] hessian = [[6, 12], [12, -Math.Sin(0.5)]];
        foreach (var method in report.GetProperty("methods").EnumerateArray())
        {
            double tolerance = method.GetProperty("method").GetString() == "numeric" ? 1e-7 : 1e-13;
            var rows = method.GetProperty("hessian").EnumerateArray().Select(Numbers).ToArray();
            for (int i = 0; i < 2; i++)
                for (int j = 0; j < 2; j++) Assert.Equal(hessian[i][j], rows[i][j], tolerance);
        }
        var output = Shown("x^3", "--at", "x=2", "--order", "2");
        Assert.Equal(["12", "12", "12"], Cells(output, "∂²f/∂x²")[1..4]);
        Assert.Contains("\n∂²f/∂x² = 6*x\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_traces_of_the_lectures()
    {
        var output = Shown(Example, "--at", "x1=2,x2=5", "--trace", "--method", "reverse");
        foreach (var line in (string[])["v1 = x1 2", "v2 = x2 5", "v3 = ln v1 0.693147", "v4 = v1·v2 10", "v5 = sin v2 -0.958924", "v6 = v3 + v4 10.6931", "v7 = v6 − v5 11.6521",
            "v̇1 = 1 1", "v̇2 = 0 0", "v̇3 = v̇1/v1 0.5", "v̇4 = v̇1·v2 + v̇2·v1 5", "v̇7 = v̇6 − v̇5 5.5", "v̇7 = v̇6 − v̇5 1.71634", "v̄7 = 1 1", "v̄6 = v̄7 1", "v̄5 = −v̄7 -1",
            "v̄4 = v̄6 1", "v̄3 = v̄6 1", "v̄2 = v̄4·v1 + v̄5·cos v2 1.71634", "v̄1 = v̄3/v1 + v̄4·v2 5.5"])
            Assert.Contains(line, output.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        // Values stand below each other, whatever is above a letter.
        var adjoints = output.Split('\n').Where(l => l.StartsWith("  v\u0304", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, adjoints.Count);
        Assert.Single(adjoints.Select(l => l.Replace("\u0304", "", StringComparison.Ordinal)).Select(l => l.TrimEnd().LastIndexOf("  ", StringComparison.Ordinal)).Distinct());
        var trace = Json(Example, "--at", "x1=2,x2=5", "--trace").GetProperty("trace");
        Assert.Equal(7, trace.GetProperty("adjoint").GetArrayLength());
        Assert.Equal(["x1", "x2"], trace.GetProperty("tangents").EnumerateArray().Select(t => t.GetProperty("variable").GetString()!));
    }

    [Fact]
    public void One_method_and_latex()
    {
        var output = Shown("sigmoid(w1*x)", "--at", "w1=1, x=2", "--method", "symbolic", "--latex");
        Assert.Equal(["symbolic"], output.Split('\n')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(@"f = \sigma\left(w_1 x\right)", output, StringComparison.Ordinal);
        Assert.Contains(@"\frac{\partial f}{\partial w_1} = ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2*pi", "", "6.28319")]
    [InlineData("-x^2", "x=3", "-9")]
    [InlineData("x", "x=1e-3", "0.001")]
    [InlineData("long_name_2*2", "long_name_2=pi/4", "1.5708")]
    [InlineData("abs(y)", "y=-2", "2")]
    public void Expressions_of_all_kinds(string text, string at, string value)
    {
        var output = at.Length == 0 ? Shown(text, "--order", "2", "--trace") : Shown(text, "--at", at, "--order", "2", "--trace");
        Assert.All(output.Split('\n')[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..], v => Assert.Equal(value, v));
    }

    [Fact]
    public void A_kink_is_pointed_out() => Assert.Contains("numeric and reverse differ in ∂f/∂x: f has a kink", Shown("relu(x)", "--at", "x=0"), StringComparison.Ordinal);

    // There the larger steps of finite differences leave it.
    [Theory]
    [InlineData("ln(x)", "1e-8", "1e+08")]
    [InlineData("asin(x)", "0.999", "22.3663")]
    [InlineData("sqrt(x - 1)", "1+1e-6", "500")]
    public void Differences_near_the_end_of_a_domain(string text, string x, string slope) => Assert.Equal([slope, slope, slope], Cells(Shown(text, "--at", $"x={x}"), "∂f/∂x")[1..4]);

    [Theory]
    [InlineData("ln(x)+sni(x)", 7, "'sni' is not a function; did you mean 'sin'?")]
    [InlineData("(x+1", 5, "is not closed")]
    [InlineData("x+", 3, "the end was found")]
    [InlineData("2x", 2, "a product is written 2*x")]
    [InlineData("", 1, "empty")]
    public void What_is_no_expression_is_shown_with_its_place(string text, int column, string reason)
    {
        var result = _place.Run("grad", text, "--at", "x=1");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        var lines = result.Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.StartsWith($"nabla: The expression cannot be read at column {column}: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(reason, lines[0], StringComparison.Ordinal);
        Assert.Equal(["  " + text, new string(' ', column + 1) + "^"], lines[1..]);
    }

    [Theory]
    [InlineData("grad x+y --at x=1", "needs a value for y; add y=VALUE to --at")]
    [InlineData("grad x+y", "--at x=VALUE,y=VALUE")]
    [InlineData("grad rate*x --at ratee=1,x=2", "no variable of the expression; did you mean 'rate'?")]
    [InlineData("grad x --at x=1,x=2", "x more than once")]
    [InlineData("grad x --at x=1 --at x=2", "x more than once")]
    [InlineData("grad x --at x", "NAME=VALUE")]
    [InlineData("grad x --at x=y", "'y' is no number")]
    [InlineData("grad x --at x=1/0", "a divisor other than 0")]
    [InlineData("grad e*x --at e=1,x=2", "the constant 2.718281828459045")]
    [InlineData("grad x --at x=1 --method revers", "did you mean 'reverse'?")]
    [InlineData("grad x --at x=1 --method none", "choose one of reverse, forward, numeric, symbolic, all")]
    [InlineData("grad x --at x=1 --order 3", "give 1 or 2")]
    [InlineData("grad x --at x=1 --method forward --latex", "--latex")]
    [InlineData("grad --tracee", "Did you mean '--trace'?")]
    [InlineData("grad", "EXPR")]
    public void Wrong_command_lines(string line, string named) => Fails(2, named, line.Split(' '));

    [Theory]
    [InlineData("ln(x - 3)", "ln(x - 3) is not defined: x - 3 is -1, and ln needs a number above 0.")]
    [InlineData("x + 1/(x - 2)", "1/(x - 2) is not defined")]
    [InlineData("exp(500*x)", "exp(500*x) is larger than a double can hold")]
    public void A_point_outside_the_domain(string text, string named) => Fails(1, named, "grad", text, "--at", "x=2");

    [Fact]
    public void A_value_without_a_derivative()
    {
        var result = _place.Run("grad", "sqrt(x)", "--at", "x=0");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("∂f/∂x has no finite value at this point: 1/(2*sqrt(x)) is not defined", result.ErrorLine, StringComparison.Ordinal);
        Assert.Equal(["–", "–", "–", "–"], Cells(result.Output, "∂f/∂x")[1..]);
    }

    void Fails(int exitCode, string named, params string[] args)
    {
        var result = _place.Run(args);
        Assert.True(result.ExitCode == exitCode, $"exit code {result.ExitCode}: {result.Error}");
        Assert.Contains(named, result.ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain("nabla: unexpected", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
