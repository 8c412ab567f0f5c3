using System.Globalization;
using Nabla.Ops;

namespace Nabla.Tests.LaneMaths;

public sealed class MathsAccuracyTests(ITestOutputHelper output)
{
    [Fact] public void Exp_is_within_2_ulp() => Sweep<ExpFunction>(2);
    [Fact] public void Expm1_is_within_2_ulp() => Sweep<Expm1Function>(2);
    [Fact] public void Log_is_within_2_ulp() => Sweep<LogFunction>(2);
    [Fact] public void Log1p_is_within_2_ulp() => Sweep<Log1pFunction>(2);
    [Fact] public void Tanh_is_within_2_ulp() => Sweep<TanhFunction>(2);
    [Fact] public void Sigmoid_is_within_2_ulp() => Sweep<SigmoidFunction>(2);
    [Fact] public void Erf_is_within_2_ulp() => Sweep<ErfFunction>(2);
    [Fact] public void Sin_is_within_2_ulp() => Sweep<SinFunction>(2);
    [Fact] public void Cos_is_within_2_ulp() => Sweep<CosFunction>(2);
    [Fact] public void Tan_is_within_3_ulp() => Sweep<TanFunction>(3);
    [Fact] public void Sinh_is_within_4_ulp() => Sweep<SinhFunction>(4);
    [Fact] public void Cosh_is_within_4_ulp() => Sweep<CoshFunction>(4);
    [Fact] public void Asin_is_within_4_ulp() => Sweep<AsinFunction>(4);
    [Fact] public void Acos_is_within_4_ulp() => Sweep<AcosFunction>(4);
    [Fact] public void Atan_is_within_4_ulp() => Sweep<AtanFunction>(4);
    [Fact] public void Asinh_is_within_4_ulp() => Sweep<AsinhFunction>(4);
    [Fact] public void Acosh_is_within_4_ulp() => Sweep<AcoshFunction>(4);
    [Fact] public void Atanh_is_within_4_ulp() => Sweep<AtanhFunction>(4);

    /// <summary>Every 997th float, which reaches each exponent, subnormals and NaNs, and the edges one by one.</summary>
    private void Sweep<F>(double limit) where F : struct, IFunction
    {
        double worst = 0;
        float at = 0;
        void Check(float x)
        {
            double error = Ulps.Of(F.Of(new Scalar<float>(x)).Value, F.Reference(x));
            if (error > worst) (worst, at) = (error, x);
        }
        for (long bits = 0; bits <= uint.MaxValue; bits += 997) Check(BitConverter.UInt32BitsToSingle((uint)bits));
        foreach (float x in Edges()) Check(x);
        output.WriteLine($"{typeof(F).Name}: {worst:F3} ulp at {at:R}");
        Assert.True(worst <= limit, $"{typeof(F).Name}: {worst:F3} ulp at {at:R}");
    }

    internal static IEnumerable<float> Edges()
    {
        float[] edges =
        [
            0, 1, 0.5f, 0.625f, 2, 3, 4, 6, 17.4f, 88.72f, 88.73f, 87.34f, 103.9f, 104.1f, 1e5f, 1e30f,
            float.Epsilon, 1.17549435e-38f, float.MaxValue, float.PositiveInfinity, float.NaN, MathF.PI, MathF.PI / 2,
        ];
        foreach (float x in edges)
        {
            yield return x;
            yield return -x;
            yield return MathF.BitIncrement(x);
            yield return -MathF.BitDecrement(x);
        }
    }

    [Theory]
    [InlineData("Exp", 4), InlineData("Expm1", 4), InlineData("Log", 4), InlineData("Log1p", 4), InlineData("Tanh", 4)]
    [InlineData("Sigmoid", 4), InlineData("Erf", 4), InlineData("Sin", 4), InlineData("Cos", 4), InlineData("Pow", 8)]
    [InlineData("Tan", 6), InlineData("Sinh", 6), InlineData("Cosh", 6), InlineData("Asin", 6), InlineData("Acos", 6), InlineData("Atan", 6)]
    [InlineData("Asinh", 6), InlineData("Acosh", 6), InlineData("Atanh", 6)]
    public void In_double_within_ulps_of_the_table(string name, double limit)
    {
        double worst = 0;
        string at = "";
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Lanes", "reference.txt")))
        {
            string[] fields = line.Split(' ');
            if (fields[0] != name) continue;
            double[] x = [.. fields[1].Split(',').Select(Parse)];
            double error = Ulps.Of(Apply(name, x), Parse(fields[2]), Parse(fields[3]));
            if (error > worst) (worst, at) = (error, fields[1]);
        }
        output.WriteLine($"{name}: {worst:F3} ulp at {at}");
        Assert.NotEqual("", at);
        Assert.True(worst <= limit, $"{name}: {worst:F3} ulp at {at}");
    }

    [Fact]
    public void Pow_in_float_is_within_2_ulp()
    {
        double worst = 0;
        string at = "";
        var random = new Random(5);
        for (int i = 0; i < 2_000_000; i++)
        {
            float x = (float)Math.Exp(random.NextDouble() * 80 - 40);
            float y = (float)((random.NextDouble() * 2 - 1) * Math.Min(60, 88 / Math.Max(1e-3, Math.Abs(Math.Log(x)))));
            if (i % 4 == 0) (x, y) = (-x, MathF.Round(y));
            double error = Ulps.Of(Maths.Pow(new Scalar<float>(x), new Scalar<float>(y)).Value, Math.Pow(x, y));
            if (error > worst) (worst, at) = (error, $"{x:R}, {y:R}");
        }
        output.WriteLine($"Pow: {worst:F3} ulp at {at}");
        Assert.True(worst <= 2, $"{worst:F3} ulp at {at}");
    }

    [Fact]
    public void Pow_has_the_special_cases_of_IEEE_754()
    {
        double[] values = [0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1e300, -1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (double x in values)
            foreach (double y in values)
            {
                double expected = Math.Pow(x, y), got = Apply("Pow", [x, y]);
                if (double.IsNaN(expected)) Assert.True(double.IsNaN(got), $"{x}^{y} = {got}");
                else Assert.True(Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(got)) <= 1, $"{x}^{y} = {got}");
            }
    }

    private static double Apply(string name, double[] x)
    {
        var a = new Scalar<double>(x[0]);
        return (name switch
        {
            "Exp" => Maths.Exp(a),
            "Expm1" => Maths.Expm1(a),
            "Log" => Maths.Log(a),
            "Log1p" => Maths.Log1p(a),
            "Tanh" => Maths.Tanh(a),
            "Sigmoid" => Maths.Sigmoid(a),
            "Erf" => Maths.Erf(a),
            "Sin" => Maths.Sin(a),
            "Cos" => Maths.Cos(a),
            "Tan" => Maths.Tan(a),
            "Sinh" => Maths.Sinh(a),
            "Cosh" => Maths.Cosh(a),
            "Asin" => Maths.Asin(a),
            "Acos" => Maths.Acos(a),
            "Atan" => Maths.Atan(a),
            "Asinh" => Maths.Asinh(a),
            "Acosh" => Maths.Acosh(a),
            "Atanh" => Maths.Atanh(a),
            _ => Maths.Pow(a, new Scalar<double>(x[1])),
        }).Value;
    }

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
