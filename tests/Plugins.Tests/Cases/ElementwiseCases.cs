using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests.Cases;

static class ElementwiseCases
{
    // Around every register width, and long enough for several threads.
    static readonly long[] Lengths = [0, 1, 7, 8, 9, 31, 33, 1003];

    static readonly Tensor Edges = Tensor.Vector(0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f, float.MaxValue, -float.MaxValue, -float.NaN, 3f);

    public static IEnumerable<OpCase> All =>
    [
        .. Unary(new Abs(), i => i.AwayFrom(0)), .. Unary(new Neg()), .. Unary(new Sign(), i => i.AwayFrom(0), differentiable: false),
        .. Unary(new Exp()), .. Unary(new Log(), i => i.In(0.1, 4)), .. Unary(new Sqrt(), i => i.In(0.1, 4)), .. Unary(new Reciprocal(), i => i.In(0.3, 3)),
        .. Unary(new Erf()), .. Unary(new Sin()), .. Unary(new Cos()),
        .. Unary(new Floor(), i => i.AwayFrom(-2, -1, 0, 1, 2), differentiable: false), .. Unary(new Ceil(), i => i.AwayFrom(-2, -1, 0, 1, 2), differentiable: false),
        .. Unary(new Round(), differentiable: false),
        .. Unary(new Relu(), i => i.AwayFrom(0)), .. Unary(new LeakyRelu(), i => i.AwayFrom(0)), .. Unary(new LeakyRelu(0.3f), i => i.AwayFrom(0), name: "LeakyRelu<0.3>"),
        .. Unary(new Elu(), i => i.AwayFrom(0)), .. Unary(new Elu(0.5f), i => i.AwayFrom(0), name: "Elu<0.5>"),
        .. Unary(new Sigmoid()), .. Unary(new Tanh()), .. Unary(new Softplus()), .. Unary(new Softsign()), .. Unary(new Mish(), tolerance: 1e-5),
        .. Unary(new Gelu(), tolerance: 1e-5), .. Unary(new Gelu("tanh"), tolerance: 1e-5, name: "Gelu<tanh>"), .. Unary(new Identity()),
        .. Unary(new Selu(), i => i.AwayFrom(0)), .. Unary(new Selu(1.5f, 0.7f), i => i.AwayFrom(0), name: "Selu<1.5,0.7>"),
        .. Unary(new Celu(), i => i.AwayFrom(0)), .. Unary(new Celu(0.5f), i => i.AwayFrom(0), name: "Celu<0.5>"),
        .. Unary(new HardSigmoid(), i => i.In(-4, 4).AwayFrom(-2.5, 2.5)), .. Unary(new HardSigmoid(0.7f, 0.2f), i => i.AwayFrom(-0.2 / 0.7, 0.8 / 0.7), name: "HardSigmoid<0.7,0.2>"),
        .. Unary(new HardSwish(), i => i.In(-5, 5).AwayFrom(-3, 3)),
        .. Unary(new ThresholdedRelu(), i => i.AwayFrom(1)), .. Unary(new ThresholdedRelu(-0.5f), i => i.AwayFrom(-0.5), name: "ThresholdedRelu<-0.5>"),
        .. Unary(new Shrink(), i => i.AwayFrom(-0.5, 0.5)), .. Unary(new Shrink(0.3f, 1), i => i.AwayFrom(-1, 1), name: "Shrink<0.3,1>"),
        .. Unary(new Swish(), tolerance: 1e-5), .. Unary(new Swish(1.7f), tolerance: 1e-5, name: "Swish<1.7>"),
        new("PRelu", new PRelu(), InputSpec.Float(5, 9).AwayFrom(0), InputSpec.Float(5, 9)), new("PRelu shared", new PRelu(), InputSpec.Float(5, 9).AwayFrom(0), InputSpec.Float(1)),
        new("PRelu by channel", new PRelu(), InputSpec.Float(2, 3, 33).AwayFrom(0), InputSpec.Float(3, 1)),
        new("Hardmax", new Hardmax(), InputSpec.Float(5, 9)) { Differentiable = false }, new("Hardmax axis 0", new Hardmax(0), InputSpec.Float(5, 9)) { Differentiable = false },
        new("Hardmax axis 1", new Hardmax(1), InputSpec.Float(2, 4, 9)) { Differentiable = false },
        new("Hardmax of ties", new Hardmax(), InputSpec.Of(Tensor.Of([1f, 3f, 3f, 2f, 2f, 2f], 2, 3))) { Differentiable = false },
        .. Unary(new Tan(), i => i.In(-1.2, 1.2)), .. Unary(new Sinh()), .. Unary(new Cosh()), .. Unary(new Asin(), i => i.In(-0.9, 0.9)), .. Unary(new Acos(), i => i.In(-0.9, 0.9)),
        .. Unary(new Atan(), i => i.In(-5, 5)), .. Unary(new Asinh(), i => i.In(-5, 5)), .. Unary(new Acosh(), i => i.In(1.2, 5), tolerance: 4e-6), .. Unary(new Atanh(), i => i.In(-0.9, 0.9)),
        new("Tan beyond a turn", new Tan(), InputSpec.Float(33).In(1.7, 4.5)),
        .. Unary(new IsNaN(), differentiable: false), .. Unary(new IsInf(), differentiable: false),
        new("IsNaN of edges", new IsNaN(), InputSpec.Of(Edges)) { Differentiable = false }, new("IsInf of edges", new IsInf(), InputSpec.Of(Edges)) { Differentiable = false },
        new("IsInf negative", new IsInf(1, 0), InputSpec.Of(Edges)) { Differentiable = false }, new("IsInf positive", new IsInf(0), InputSpec.Of(Edges)) { Differentiable = false },
        new("Mod", new Mod(1), InputSpec.Float(33).In(2.1, 2.9), InputSpec.Float(33).In(0.9, 1.02)) { Tolerance = 1e-5 },
        new("Mod of either sign", new Mod(1), InputSpec.Of(Tensor.Vector(7.5f, -7.5f, 7.5f, -7.5f, 1e30f, 0f)), InputSpec.Of(Tensor.Vector(2f, 2f, -2f, -2f, 3f, 5f))) { Differentiable = false },
        new("Mod int64", new Mod(), InputSpec.Ints(7, -7, 7, -7, 6, 0), InputSpec.Ints(4, 4, -4, -4, 3, 5)) { Differentiable = false },
        new("Mod int64 fmod", new Mod(1), InputSpec.Ints(7, -7, 7, -7, 6, 0), InputSpec.Ints(4, 4, -4, -4, 3, 5)) { Differentiable = false },
        new("Mod int32 broadcast", new Mod(), InputSpec.Of(Tensor.Of([7, -7, 9, 1, -1, 5, 11, -11, 3], 3, 3)), InputSpec.Of(Tensor.Vector(3))) { Differentiable = false },
        new("CastLike", new CastLike(), InputSpec.Float(33), InputSpec.Float(2)), new("CastLike int64", new CastLike(), InputSpec.Float(33).In(-9, 9), InputSpec.Ints(1)) { Differentiable = false },
        .. Binary(new Add()), .. Binary(new Sub()), .. Binary(new Mul()), .. Binary(new Div(), b: i => i.In(0.3, 3)),
        .. Binary(new Pow(), a: i => i.In(0.3, 3), tolerance: 1e-5),
        .. Binary(new Equal(), differentiable: false), .. Binary(new Greater(), differentiable: false), .. Binary(new GreaterOrEqual(), differentiable: false),
        .. Binary(new Less(), differentiable: false), .. Binary(new LessOrEqual(), differentiable: false),
        .. Logic(new And()), .. Logic(new Or()), .. Logic(new Xor()),
        new("Equal bool", new Equal(), InputSpec.Bools(3, 11), InputSpec.Bools(11)) { Differentiable = false },
        new("Not [33]", new Not(), InputSpec.Bools(33)) { Differentiable = false },
        new("Where", new Where(), InputSpec.Bools(5, 9), InputSpec.Float(5, 9), InputSpec.Float(5, 9)),
        new("Where broadcast", new Where(), InputSpec.Bools(5, 1), InputSpec.Float(9), InputSpec.Float(2, 1, 1)),
        new("Max of 3", new Max(), InputSpec.Float(4, 9).In(0, 0.4), InputSpec.Float(9).In(0.5, 1), InputSpec.Float(4, 1).In(-1, -0.5)),
        new("Max of 1", new Max(), InputSpec.Float(9)), new("Min of 1", new Min(), InputSpec.Float(9)),
        new("Min of 3", new Min(), InputSpec.Float(4, 9).In(0, 0.4), InputSpec.Float(9).In(0.5, 1), InputSpec.Float(4, 1).In(-1, -0.5)),
        new("Max of ties", new Max(), InputSpec.Of(Tensor.Vector(1f, 2f, float.NaN)), InputSpec.Of(Tensor.Vector(1f, 3f, 0f))) { Differentiable = false },
        new("Sum of 3", new Sum(), InputSpec.Float(4, 9), InputSpec.Float(9), InputSpec.Float(4, 1)), new("Sum of 1", new Sum(), InputSpec.Float(9)),
        new("Mean of 3", new Mean(), InputSpec.Float(4, 9), InputSpec.Float(9), InputSpec.Float(4, 1)),
        new("Clip", new Clip(), InputSpec.Float(33).AwayFrom(-1, 0.5), InputSpec.Of(Tensor.Scalar(-1f)), InputSpec.Of(Tensor.Scalar(0.5f))),
        new("Clip below", new Clip(), InputSpec.Float(33).AwayFrom(-1), InputSpec.Of(Tensor.Scalar(-1f))),
        new("Add int64", new Add(), InputSpec.Ints(1, 2, 3), InputSpec.Ints(10)) { Differentiable = false },
        new("Div int64", new Div(), InputSpec.Ints(7, -7, 9), InputSpec.Ints(2, 2, -4)) { Differentiable = false },
        new("Div int32", new Div(), InputSpec.Of(Tensor.Vector(7, -7, 9)), InputSpec.Of(Tensor.Vector(2, 2, -4))) { Differentiable = false },
        new("Less int64", new Less(), InputSpec.Ints(1, 2, 3), InputSpec.Ints(2)) { Differentiable = false },
        new("Pow int exponent", new Pow(), InputSpec.Float(9).In(0.5, 2), InputSpec.Ints(3)),
        new("Cast to int64", new Cast(ElementType.Int64), InputSpec.Float(33).In(-9, 9)) { Differentiable = false },
        new("Cast to bool", new Cast(ElementType.Bool), InputSpec.Of(Tensor.Vector(0f, -0f, 1f, -3f, 0.5f))) { Differentiable = false },
        new("Cast from bool", new Cast(ElementType.Float32), InputSpec.Bools(33)) { Differentiable = false },
        new("Cast to float64", new Cast(ElementType.Float64), InputSpec.Float(33)),
    ];

    static IEnumerable<OpCase> Unary(Op op, Func<InputSpec, InputSpec>? domain = null, bool differentiable = true, double tolerance = 2e-6, string? name = null) =>
        Lengths.Select(n => new OpCase($"{name ?? op.Schema.Name} [{n}]", op, (domain ?? (i => i))(InputSpec.Float(n))) { Differentiable = differentiable, Tolerance = tolerance });

    static IEnumerable<OpCase> Binary(Op op, Func<InputSpec, InputSpec>? a = null, Func<InputSpec, InputSpec>? b = null, bool differentiable = true, double tolerance = 2e-6)
    {
        (a, b) = (a ?? (i => i), b ?? (i => i));
        OpCase Case(string shapes, long[] x, long[] y) =>
            new($"{op.Schema.Name} {shapes}", op, a(InputSpec.Float(x)), b(InputSpec.Float(y))) { Differentiable = differentiable, Tolerance = tolerance };
        foreach (long n in Lengths) yield return Case($"[{n}]", [n], [n]);
        yield return Case("row", [5, 9], [9]);
        yield return Case("column", [5, 9], [5, 1]);
        yield return Case("scalar", [33], []);
        yield return Case("scalar first", [], [3, 11]);
        yield return Case("outer", [7, 1], [1, 9]);
        yield return Case("middle", [3, 1, 9], [3, 4, 1]);
        yield return Case("large", [40, 1000], [1000]);
    }

    static IEnumerable<OpCase> Logic(Op op) => Lengths.Select(n => new OpCase($"{op.Schema.Name} [{n}]", op, InputSpec.Bools(n), InputSpec.Bools(n)) { Differentiable = false })
        .Append(new($"{op.Schema.Name} broadcast", op, InputSpec.Bools(5, 1), InputSpec.Bools(9)) { Differentiable = false });
}
