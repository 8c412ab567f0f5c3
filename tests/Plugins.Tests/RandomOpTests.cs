using Nabla.Ops;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>That drawn numbers are of their distribution, and when they repeat.</summary>
public class RandomOpTests
{
    const int Count = 200_000;

    static double[] Draw(Op op) => Numbers.Of(Evaluate.Op(OpTable.Ops, op, [])[0]);

    // √n·D of the test of Kolmogorov and Smirnov; the chance to be above 1.95 is 0.001.
    static double Distance(IEnumerable<double> numbers, Func<double[], double[]> distribution)
    {
        double[] sorted = [.. numbers.Order()], p = distribution(sorted);
        int n = sorted.Length;
        return Math.Sqrt(n) * Enumerable.Range(0, n).Max(i => Math.Max((i + 1.0) / n - p[i], p[i] - (double)i / n));
    }

    static double[] NormalDistribution(double[] x) =>
        [.. Numbers.Of(Evaluate.Op(OpTable.Ops, new Erf(), [Tensor.Vector([.. x.Select(v => v / Math.Sqrt(2))])])[0]).Select(e => (1 + e) / 2)];

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Normal_numbers_are_normal(ElementType element)
    {
        var x = Draw(new RandomNormal([Count], element, 2, 3, 5)).Select(v => (v - 2) / 3).ToArray();
        Assert.Equal(0, x.Average(), 0.01);
        Assert.Equal(1, x.Average(v => v * v), 0.02);
        Assert.Equal(0, x.Average(v => v * v * v), 0.05);
        Assert.Equal(3, x.Average(v => v * v * v * v), 0.15);
        Assert.InRange(Distance(x, NormalDistribution), 0.2, 1.95);
        Assert.InRange(x.Max(Math.Abs), 4, 6);
        // Neighbours, and the two of a pair, know nothing of each other: neither of the sign nor of the size.
        foreach (int apart in new[] { 1, 2, 4, 128, 256 })
        {
            Assert.Equal(0, x.Skip(apart).Zip(x, (a, b) => a * b).Average(), 0.01);
            Assert.Equal(1, x.Skip(apart).Zip(x, (a, b) => a * a * b * b).Average(), 0.03);
        }
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Uniform_numbers_are_uniform(ElementType element)
    {
        var x = Draw(new RandomUniform([Count], element, 5, -3, 5)).Select(v => (v + 3) / 8).ToArray();
        Assert.All(x, v => Assert.True(v is >= 0 and < 1));
        Assert.Equal(0.5, x.Average(), 0.003);
        Assert.Equal(1.0 / 12, x.Average(v => (v - 0.5) * (v - 0.5)), 0.001);
        Assert.InRange(Distance(x, p => p), 0.2, 1.95);
        foreach (int apart in new[] { 1, 2, 4, 128, 256 }) Assert.Equal(0.25, x.Skip(apart).Zip(x, (a, b) => a * b).Average(), 0.003);
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Float16)]
    public void A_uniform_number_is_never_the_upper_bound(ElementType element)
    {
        var y = Evaluate.Op(OpTable.Ops, new RandomUniform([100_000], element, 1 + 1f / 1024, 1, 1), [])[0];
        double[] x = element == ElementType.Float16 ? [.. y.Span<Half>().ToArray().Select(h => (double)h)] : Numbers.Of(y);
        Assert.All(x, v => Assert.True(v >= 1 && v < 1 + 1.0 / 1024));
    }

    [Fact]
    public void Half_precision_has_the_rounded_numbers()
    {
        var half = Evaluate.Op(OpTable.Ops, new RandomNormal([1000], ElementType.Float16, Seed: 4), [])[0].Span<Half>().ToArray();
        Assert.Equal(Draw(new RandomNormal([1000], Seed: 4)).Select(v => (Half)v), half);
    }

    public static TheoryData<string> Seeded => new("normal", "uniform");

    static Op Make(string name, float? seed) => name == "normal" ? new RandomNormal([300], Seed: seed) : new RandomUniform([300], Seed: seed);

    [Theory, MemberData(nameof(Seeded))]
    public void Each_run_has_numbers_of_its_own_and_a_seed_repeats_them_all(string name)
    {
        Tensor[] Runs(float? seed)
        {
            var program = new Program(OpTable.Ops);
            var y = program.AddGraph("draw").Add(Make(name, seed))[0];
            var executable = Cpu.Backend(1).Compile(program, [y]);
            return [.. Enumerable.Range(0, 3).Select(_ =>
            {
                executable.Run();
                return executable.OutputTensor(y);
            })];
        }
        Assert.Equal(Runs(1), Runs(1));
        Tensor[] different = [.. Runs(1), .. Runs(2), .. Runs(null), .. Runs(null)];
        Assert.Equal(different.Length, different.SelectMany(t => t.Span<float>()[..2].ToArray().Append(t.Span<float>()[299])).Distinct().Count() / 3);
    }

    [Theory, MemberData(nameof(Seeded))]
    public void Two_nodes_without_a_seed_differ(string name)
    {
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("draw");
        var (a, b) = (graph.Add(Make(name, null))[0], graph.Add(Make(name, null))[0]);
        var run = Cpu.Backend(1).Compile(program, [a, b]);
        run.Run();
        Assert.NotEqual(run.OutputTensor(a), run.OutputTensor(b));
    }

    [Theory, MemberData(nameof(Seeded))]
    public void Every_register_width_gives_the_same_bits(string name)
    {
        int before = Lanes.Width;
        try
        {
            var results = new[] { 128, 256, 512 }.Select(width =>
            {
                Lanes.Width = width;
                return Evaluate.Op(OpTable.Ops, Make(name, 3), [])[0];
            }).ToArray();
            Assert.All(results, r => Assert.Equal(results[0], r));
        }
        finally
        {
            Lanes.Width = before;
        }
    }

    [Fact]
    public void Noise_is_a_constant_to_the_derivative()
    {
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("forward");
        var x = graph.Input("x", ElementType.Float32, ["N"]);
        var noise = graph.Add(new RandomNormalLike(), x)[0];
        var adjoint = Adjoint.Of((x * noise).Sum(), x);
        var run = Cpu.Backend(2).Compile(program, [noise, adjoint[x]], new Dictionary<string, long> { ["N"] = 1000 });
        run.Input<float>(x).Fill(2);
        run.Run();
        Assert.Equal(run.OutputTensor(noise), run.OutputTensor(adjoint[x]));
    }

    [Fact]
    public void Bernoulli_is_one_as_often_as_its_input_says()
    {
        var y = Evaluate.Op(OpTable.Ops, new Bernoulli(Seed: 3), [Tensor.Of([.. Enumerable.Range(0, Count).Select(i => i % 2 == 0 ? 0.3f : 0.9f)], Count / 2, 2)])[0].Span<float>().ToArray();
        Assert.All(y, v => Assert.True(v is 0 or 1));
        Assert.Equal(0.3, y.Where((_, i) => i % 2 == 0).Average(), 0.006);
        Assert.Equal(0.9, y.Where((_, i) => i % 2 == 1).Average(), 0.004);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        void Refused(string because, Op op, params Tensor[] inputs) => Assert.Contains(because, Assert.Throws<GraphException>(() => Evaluate.Op(OpTable.Ops, op, inputs)).Message, StringComparison.Ordinal);
        Refused("low must not be above high", new RandomUniform([3], High: 1, Low: 2));
        Refused("not i64", new RandomNormal([3], ElementType.Int64));
        Refused("not i64; give dtype", new RandomNormalLike(), Tensor.Vector(1L));
        Refused("negative size", new RandomNormal([3, -1]));
    }
}
