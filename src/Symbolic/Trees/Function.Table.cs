using Nabla.Ops;

namespace Nabla.Symbolic;

public sealed partial class Function
{
    static readonly Domain FromMinusOneToOne = new(x => x is >= -1 and <= 1, "a number from -1 to 1");

    /// <summary>The natural logarithm.</summary>
    public static Function Ln { get; } = new("ln", Math.Log, u => 1 / u, x => x.Log(), @"\ln") { OtherNames = ["log"], Domain = new(x => x > 0, "a number above 0") };

    /// <summary>eˣ.</summary>
    public static Function Exp { get; } = new("exp", Math.Exp, u => Exp!.Of(u), x => x.Exp(), @"\exp");

    /// <summary>√x.</summary>
    public static Function Sqrt { get; } = new("sqrt", Math.Sqrt, u => 1 / (2 * Sqrt!.Of(u)), x => x.Sqrt(), @"\sqrt") { Domain = new(x => x >= 0, "a number of 0 or more") };

    /// <summary>The sine of an angle in radians.</summary>
    public static Function Sin { get; } = new("sin", Math.Sin, u => Cos!.Of(u), x => x.Graph.Add("Sin", x), @"\sin") { Parity = Parity.Odd };

    /// <summary>The cosine of an angle in radians.</summary>
    public static Function Cos { get; } = new("cos", Math.Cos, u => -Sin.Of(u), x => x.Graph.Add("Cos", x), @"\cos") { Parity = Parity.Even };

    /// <summary>The tangent of an angle in radians.</summary>
    public static Function Tan { get; } = new("tan", Math.Tan, u => 1 + Tan!.Of(u).Pow(2), x => x.Graph.Add("Tan", x), @"\tan") { OtherNames = ["tg"], Parity = Parity.Odd };

    /// <summary>The angle from −π/2 to π/2 of a sine.</summary>
    public static Function Asin { get; } = new("asin", Math.Asin, u => 1 / Sqrt.Of(1 - u.Pow(2)), x => x.Graph.Add("Asin", x), @"\arcsin")
    {
        OtherNames = ["arcsin"],
        Domain = FromMinusOneToOne,
        Parity = Parity.Odd,
    };

    /// <summary>The angle from 0 to π of a cosine.</summary>
    public static Function Acos { get; } = new("acos", Math.Acos, u => -(1 / Sqrt.Of(1 - u.Pow(2))), x => x.Graph.Add("Acos", x), @"\arccos")
    {
        OtherNames = ["arccos"],
        Domain = FromMinusOneToOne,
    };

    /// <summary>The angle from −π/2 to π/2 of a tangent.</summary>
    public static Function Atan { get; } = new("atan", Math.Atan, u => 1 / (1 + u.Pow(2)), x => x.Graph.Add("Atan", x), @"\arctan")
    {
        OtherNames = ["arctan"],
        Parity = Parity.Odd,
    };

    /// <summary>(eˣ − e⁻ˣ)/2.</summary>
    public static Function Sinh { get; } = new("sinh", Math.Sinh, u => Cosh!.Of(u), x => x.Graph.Add("Sinh", x), @"\sinh") { Parity = Parity.Odd };

    /// <summary>(eˣ + e⁻ˣ)/2.</summary>
    public static Function Cosh { get; } = new("cosh", Math.Cosh, u => Sinh.Of(u), x => x.Graph.Add("Cosh", x), @"\cosh") { Parity = Parity.Even };

    /// <summary>sinh x / cosh x.</summary>
    public static Function Tanh { get; } = new("tanh", Math.Tanh, u => 1 - Tanh!.Of(u).Pow(2), x => x.Tanh(), @"\tanh") { Parity = Parity.Odd };

    /// <summary>The inverse of sinh.</summary>
    public static Function Asinh { get; } = new("asinh", Math.Asinh, u => 1 / Sqrt.Of(u.Pow(2) + 1), x => x.Graph.Add("Asinh", x), @"\operatorname{arsinh}")
    {
        OtherNames = ["arsinh", "arcsinh"],
        Parity = Parity.Odd,
    };

    /// <summary>The inverse of cosh on numbers of 0 or more.</summary>
    public static Function Acosh { get; } = new("acosh", Math.Acosh, u => 1 / (Sqrt.Of(u - 1) * Sqrt.Of(u + 1)), x => x.Graph.Add("Acosh", x), @"\operatorname{arcosh}")
    {
        OtherNames = ["arcosh", "arccosh"],
        Domain = new(x => x >= 1, "a number of 1 or more"),
    };

    /// <summary>The inverse of tanh.</summary>
    public static Function Atanh { get; } = new("atanh", Math.Atanh, u => 1 / (1 - u.Pow(2)), x => x.Graph.Add("Atanh", x), @"\operatorname{artanh}")
    {
        OtherNames = ["artanh", "arctanh"],
        Domain = new(x => x is > -1 and < 1, "a number between -1 and 1"),
        Parity = Parity.Odd,
    };

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static Function Sigmoid { get; } = new("sigmoid", x => Maths.Sigmoid(new Scalar<double>(x)).Value, u => Sigmoid!.Of(u) * (1 - Sigmoid.Of(u)),
        x => x.Sigmoid(), @"\sigma");

    /// <summary>ln(1 + eˣ).</summary>
    public static Function Softplus { get; } = new("softplus", x => Math.Max(x, 0) + Maths.Log1p(new Scalar<double>(Math.Exp(-Math.Abs(x)))).Value, u => Sigmoid.Of(u),
        x => x.Softplus(), @"\operatorname{softplus}");

    /// <summary>x/(1 + |x|).</summary>
    public static Function Softsign { get; } = new("softsign", x => x / (1 + Math.Abs(x)), u => 1 / (1 + Abs!.Of(u)).Pow(2),
        x => x.Graph.Add("Softsign", x), @"\operatorname{softsign}")
    {
        Parity = Parity.Odd,
    };

    /// <summary>x·Φ(x), Φ the distribution function of the standard normal distribution.</summary>
    public static Function Gelu { get; } = new("gelu", x => x * (1 + Erf!.At(x / Math.Sqrt(2))) / 2,
        u => (1 + Erf!.Of(u / Sqrt.Of(2))) / 2 + u * Exp.Of(-(u.Pow(2) / 2)) / Sqrt.Of(2 * NamedConstant.Pi), x => x.Graph.Add("Gelu", x), @"\operatorname{gelu}");

    /// <summary>max(x, 0).</summary>
    public static Function Relu { get; } = new("relu", x => Math.Max(x, 0), u => Step!.Of(u), x => x.Relu(), @"\operatorname{relu}") { IsExact = true };

    /// <summary>1 above 0, else 0: the slope of relu.</summary>
    public static Function Step { get; } = new("step", x => x > 0 ? 1 : 0, _ => 0, x => x.Greater(0).Cast(x.Element), @"\operatorname{step}") { IsExact = true };

    /// <summary>|x|.</summary>
    public static Function Abs { get; } = new("abs", Math.Abs, u => Sign!.Of(u), x => x.Abs(), @"\operatorname{abs}") { IsExact = true, Parity = Parity.Even };

    /// <summary>−1, 0 or 1: the slope of abs.</summary>
    public static Function Sign { get; } = new("sign", x => double.IsNaN(x) ? x : Math.Sign(x), _ => 0, x => x.Sign(), @"\operatorname{sgn}")
    {
        OtherNames = ["sgn"],
        IsExact = true,
        Parity = Parity.Odd,
    };

    /// <summary>2/√π ∫₀ˣ e^(−t²) dt.</summary>
    public static Function Erf { get; } = new("erf", x => Maths.Erf(new Scalar<double>(x)).Value, u => 2 / Sqrt.Of(NamedConstant.Pi) * Exp.Of(-u.Pow(2)),
        x => x.Graph.Add("Erf", x), @"\operatorname{erf}")
    {
        Parity = Parity.Odd,
    };

    /// <summary>Every function there is.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        Ln, Exp, Sqrt, Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh, Asinh, Acosh, Atanh,
        Sigmoid, Softplus, Softsign, Gelu, Relu, Step, Abs, Sign, Erf,
    ];
}
