using System.Numerics;
using System.Runtime.InteropServices;
using Nabla.Ops;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Element types that kernels do not know: computed in a wider type, and rounded back after every op.</summary>
public class NarrowTypes
{
    static readonly ElementType[] Halves = [ElementType.Float16, ElementType.BFloat16];

    // Rows with a kernel of their own, all of whose numbers are float32: rounding the wide result is then all that may happen.
    public static TheoryData<string> Wide => OpTable.Names(c => c.Op.ComputesWide && c.Op.Schema.HasOwnKernel && c.Op.IsPure && c.Inputs.Any(i => i?.Element == ElementType.Float32) && !Prefers(c));

    [Theory, MemberData(nameof(Wide))]
    public void A_half_is_computed_as_a_float_and_rounded(string name)
    {
        var c = OpTable.Get(name);
        foreach (var half in Halves)
        {
            var inputs = c.Draw(ElementType.Float32).Select(t => t is { Element: ElementType.Float32 } ? To(half, t) : t).ToArray();
            var actual = Evaluate.Op(OpTable.Ops, c.Op, inputs, c.Constant);
            var wide = Evaluate.Op(OpTable.Ops, c.Op, [.. inputs.Select(t => t?.Element == half ? To(ElementType.Float32, t) : t)], c.Constant);
            Assert.Equal(wide.Select(t => t.Element == ElementType.Float32 ? To(half, t) : t), actual);
        }
    }

    static bool Prefers(OpSample c)
    {
        var graph = new Program(OpTable.Ops).AddGraph("g");
        return c.Op.PrefersBody([.. c.Draw(ElementType.Float32).Select(t => t is null ? null : graph.Constant(t))]);
    }

    static Tensor To(ElementType element, Tensor tensor) => Evaluate.Op(OpTable.Ops, new Cast(element), [tensor])[0];

    // a ∘ b over all integers, and over what is left of one column; results wrap.
    static readonly Dictionary<string, (Func<Op> Op, Func<Int128, Int128, Int128> Of)> Pairs = new()
    {
        ["Add"] = (() => new Add(), (a, b) => a + b),
        ["Sub"] = (() => new Sub(), (a, b) => a - b),
        ["Mul"] = (() => new Mul(), (a, b) => a * b),
        ["Div"] = (() => new Div(), (a, b) => b == 0 ? a : a / b),
        ["Mod"] = (() => new Mod(), (a, b) => b == 0 ? 0 : a - b * Floor(a, b)),
        ["Mod, of the dividend's sign"] = (() => new Mod(1), (a, b) => b == 0 ? 0 : a % b),
        ["Max"] = (() => new Max(), Int128.Max),
        ["Min"] = (() => new Min(), Int128.Min),
        ["Equal"] = (() => new Equal(), (a, b) => a == b ? 1 : 0),
        ["Less"] = (() => new Less(), (a, b) => a < b ? 1 : 0),
        ["Greater"] = (() => new Greater(), (a, b) => a > b ? 1 : 0),
    };

    static readonly Dictionary<string, (Func<Op> Op, Func<Int128, Int128> Of)> Singles = new()
    {
        ["Abs"] = (() => new Abs(), Int128.Abs),
        ["Neg"] = (() => new Neg(), a => -a),
        ["Sign"] = (() => new Sign(), a => Int128.Sign(a)),
        ["Relu"] = (() => new Relu(), a => Int128.Max(a, 0)),
        ["Clip"] = (() => new Clip(), a => a),
        ["CumSum"] = (() => new CumSum(), a => a),
        ["Identity"] = (() => new Identity(), a => a),
    };

    static readonly Dictionary<string, (Func<Op> Op, Func<IEnumerable<Int128>, Int128> Of)> Reductions = new()
    {
        ["ReduceSum"] = (() => new ReduceSum(0), all => all.Aggregate((a, b) => a + b)),
        ["ReduceProd"] = (() => new ReduceProd(0), all => all.Aggregate((a, b) => (a * b) & ulong.MaxValue)),
        ["ReduceMax"] = (() => new ReduceMax(0), all => all.Max()),
        ["ReduceMin"] = (() => new ReduceMin(0), all => all.Min()),
        ["ArgMax"] = (() => new ArgMax(0, 0), all => all.ToList().IndexOf(all.Max())),
        ["ArgMin"] = (() => new ArgMin(0, 0), all => all.ToList().IndexOf(all.Min())),
    };

    [Fact] public void Integers_of_8_bits() => Check<sbyte>();
    [Fact] public void Integers_of_8_bits_without_sign() => Check<byte>();
    [Fact] public void Integers_of_16_bits() => Check<short>();
    [Fact] public void Integers_of_16_bits_without_sign() => Check<ushort>();
    [Fact] public void Integers_of_32_bits_without_sign() => Check<uint>();
    [Fact] public void Integers_of_64_bits_without_sign() => Check<ulong>();

    static void Check<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T[] edges = [T.MinValue, T.MinValue + T.One, T.Zero, T.One, T.CreateTruncating(7), T.MaxValue - T.One, T.MaxValue];
        T[] a = [.. edges.SelectMany(x => edges.Select(_ => x))], b = [.. edges.SelectMany(_ => edges)];
        foreach (var (name, (op, of)) in Pairs)
        {
            var y = Evaluate.Op(OpTable.Ops, op(), [Tensor.Of(a, a.Length), Tensor.Of(b, b.Length)])[0];
            Same(name, [.. a.Zip(b, (p, q) => of(Wide(p), Wide(q)))], y);
        }
        foreach (var (name, (op, of)) in Singles)
        {
            Tensor[] inputs = name == "CumSum" ? [Tensor.Of(a, 1, a.Length), Tensor.Scalar(0L)] : [Tensor.Of(a, 1, a.Length)];
            Same(name, [.. a.Select(p => of(Wide(p)))], Evaluate.Op(OpTable.Ops, op(), inputs, new HashSet<int> { 1 })[0]);
        }
        foreach (var (name, (op, of)) in Reductions) Same(name, [of(edges.Select(Wide))], Evaluate.Op(OpTable.Ops, op(), [Tensor.Of(edges, edges.Length)])[0]);
        var top = Evaluate.Op(OpTable.Ops, new TopK(), [Tensor.Of(edges, edges.Length), Tensor.Vector(2L)], new HashSet<int> { 1 });
        Same("TopK", [Wide(T.MaxValue), Wide(T.MaxValue - T.One)], top[0]);
        var clipped = Evaluate.Op(OpTable.Ops, new Clip(), [Tensor.Of(edges, edges.Length), Tensor.Scalar(T.One), Tensor.Scalar(T.CreateTruncating(7))])[0];
        Same("Clip between 1 and 7", [.. edges.Select(v => Int128.Clamp(Wide(v), 1, 7))], clipped);

        static Int128 Wide(T x) => Int128.CreateChecked(x);

        static void Same(string name, Int128[] expected, Tensor actual) => Assert.True(actual.Element switch
        {
            ElementType.Bool => expected.Select(v => v != 0).SequenceEqual(actual.Span<bool>().ToArray()),
            ElementType.Int64 when typeof(T) != typeof(long) => expected.Select(v => (long)v).SequenceEqual(actual.Span<long>().ToArray()),
            _ => expected.Select(T.CreateTruncating).SequenceEqual(actual.Span<T>().ToArray()),
        }, $"{name}: {actual}");
    }

    static Int128 Floor(Int128 a, Int128 b) => a / b - (a % b != 0 && a < 0 != b < 0 ? 1 : 0);

    [Fact]
    public void Rounding_to_the_upper_half_of_a_float_goes_to_even()
    {
        float[] x = [1, 1 + 1 / 256f, 1 + 3 / 256f, 1 + 1 / 256f + 1e-6f, float.MaxValue, float.NegativeInfinity, -0f, 1e-45f];
        var y = Evaluate.Op(OpTable.Ops, new Cast(ElementType.BFloat16), [Tensor.Vector(x)])[0];
        Assert.Equal([0x3F80, 0x3F80, 0x3F82, 0x3F81, 0x7F80, 0xFF80, 0x8000, 0], MemoryMarshal.Cast<byte, ushort>(y.Bytes).ToArray().Select(v => (int)v));
        Assert.True(double.IsNaN(Tensor.Filled(ElementType.BFloat16, double.NaN).ToDoubles()[0]));
        Assert.Equal([3.0], Evaluate.Op(OpTable.Ops, new Cast(ElementType.Int8), [Tensor.Filled(ElementType.BFloat16, 3.7)])[0].ToDoubles());
    }

    [Fact]
    public void A_double_is_rounded_once_to_the_upper_half_of_a_float()
    {
        var random = new Random(1);
        // Between any two neighbours lies a tie; a little beside it, float32 would round to the tie.
        var ties = Enumerable.Range(0, 20_000).Select(_ => (1 + random.Next(128) / 128.0 + 1 / 256.0 + random.Next(-1, 2) * Math.ScaleB(1, -random.Next(20, 50))) * Math.ScaleB(1, random.Next(-140, 127)));
        double[] x = [.. ties, .. ties.Select(v => -v), .. Enumerable.Range(0, 20_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())),
            0, Math.ScaleB(1, -133), Math.ScaleB(1, -134), Math.ScaleB(1.5, -134), double.Epsilon, float.MaxValue, Math.ScaleB(511, 119), Math.BitDecrement(Math.ScaleB(511, 119)), double.MaxValue, double.NegativeInfinity];
        double[] expected = [.. x.Select(Nearest)];
        Assert.Equal(expected, Evaluate.Op(OpTable.Ops, new Cast(ElementType.BFloat16), [Tensor.Vector(x)])[0].ToDoubles());
        Assert.Equal(expected, x.Select(v => Tensor.Filled(ElementType.BFloat16, v).ToDoubles()[0]));
        Assert.Equal(expected, x.Select(v => (double)(float)(BFloat16)v));
        int[] n = [(1 << 24) + (1 << 16), (1 << 24) + (1 << 16) + 1, (1 << 24) + (1 << 16) - 1, int.MaxValue];
        Assert.Equal(n.Select(v => Nearest(v)), Evaluate.Op(OpTable.Ops, new Cast(ElementType.BFloat16), [Tensor.Vector(n)])[0].ToDoubles());

        // The nearest multiple of ulp = 2^max(⌊log2|v|⌋ − 7, −133); from 2^128 on, infinity.
        static double Nearest(double v)
        {
            if (!double.IsFinite(v) || v == 0) return v;
            int ulp = Math.Max(Math.ILogB(v) - 7, -133);
            double near = Math.ScaleB(Math.Round(Math.ScaleB(v, -ulp), MidpointRounding.ToEven), ulp);
            return Math.Abs(near) < Math.ScaleB(1, 128) ? near : double.CopySign(double.PositiveInfinity, v);
        }
    }

    [Theory, InlineData(ElementType.Float16), InlineData(ElementType.BFloat16), InlineData(ElementType.Int8), InlineData(ElementType.UInt16), InlineData(ElementType.UInt64)]
    public void A_program_of_narrow_types_is_planned_and_differentiated(ElementType element)
    {
        var graph = new Program(OpTable.Ops).AddGraph("g");
        var x = graph.Input("x", element, ["N", 3]);
        var y = (x * x + x).Max(x).Sum([1]);
        List<Value> wanted = [y];
        if (element.IsFloat()) wanted.Add(Adjoint.Of(y.Sum(), x)[x]);
        var run = Cpu.Backend(2).Compile(graph.Program, wanted, new Dictionary<string, long> { ["N"] = 2 });
        run.Feed(x, To(element, Tensor.Of([1f, 2, 3, 4, 5, 6], 2, 3)));
        run.Run();
        Assert.Equal([20.0, 92], run.OutputTensor(y).ToDoubles());
        if (element.IsFloat()) Assert.Equal([3.0, 5, 7, 9, 11, 13], run.OutputTensor(wanted[1]).ToDoubles());
    }
}
