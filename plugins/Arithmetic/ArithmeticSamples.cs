using Nabla.Ops;
using static Nabla.Ops.SampleRows;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class ArithmeticSamples : IOpSamples
{
    static readonly Tensor Edges = Tensor.Vector(0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f, float.MaxValue, -float.MaxValue, -float.NaN, 3f);

    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. Unary(new Abs(), i => i.AwayFrom(0)), .. Unary(new Neg()), .. Unary(new Sign(), i => i.AwayFrom(0), differentiable: false),
        .. Unary(new Exp()), .. Unary(new Log(), i => i.In(0.1, 4)), .. Unary(new Sqrt(), i => i.In(0.1, 4)), .. Unary(new Reciprocal(), i => i.In(0.3, 3)),
        .. Unary(new Erf()), .. Unary(new Sin()), .. Unary(new Cos()),
        .. Unary(new Floor(), i => i.AwayFrom(-2, -1, 0, 1, 2), differentiable: false), .. Unary(new Ceil(), i => i.AwayFrom(-2, -1, 0, 1, 2), differentiable: false),
        .. Unary(new Round(), differentiable: false),
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
        AtKinks(new Abs(), 0, -1, 2),
        new("Max at its kinks", new Max(), InputSpec.Of(Tensor.Vector(1f, 2f, 0f)), InputSpec.Of(Tensor.Vector(1f, 3f, 0f))) { AtKink = true },
        new("Min at its kinks", new Min(), InputSpec.Of(Tensor.Vector(1f, 2f, 0f)), InputSpec.Of(Tensor.Vector(1f, 3f, 0f)), InputSpec.Of(Tensor.Vector(4f, 2f, 0f))) { AtKink = true },
        new("Clip at its kinks", new Clip(), InputSpec.Of(Tensor.Vector(-1f, 0.5f, 0f)), InputSpec.Of(Tensor.Scalar(-1f)), InputSpec.Of(Tensor.Scalar(0.5f))) { AtKink = true, Constant = new HashSet<int> { 1, 2 } },
        new("Sum of 3", new Sum(), InputSpec.Float(4, 9), InputSpec.Float(9), InputSpec.Float(4, 1)), new("Sum of 1", new Sum(), InputSpec.Float(9)),
        new("Mean of 3", new Mean(), InputSpec.Float(4, 9), InputSpec.Float(9), InputSpec.Float(4, 1)),
        new("Clip", new Clip(), InputSpec.Float(33).AwayFrom(-1, 0.5), InputSpec.Of(Tensor.Scalar(-1f)), InputSpec.Of(Tensor.Scalar(0.5f))),
        new("Clip below", new Clip(), InputSpec.Float(33).AwayFrom(-1), InputSpec.Of(Tensor.Scalar(-1f))),
        new("Clip between drawn bounds", new Clip(), InputSpec.Float(33).AwayFrom(-1, 0.5), InputSpec.Float().In(-1.01, -0.99), InputSpec.Float().In(0.49, 0.51)),
        new("Clip above a drawn bound", new Clip(), InputSpec.Float(5, 9).AwayFrom(0.5), null, InputSpec.Float().In(0.49, 0.51)),
        new("Clip between crossed bounds", new Clip(), InputSpec.Float(33).AwayFrom(-1, 0.5), InputSpec.Float().In(0.49, 0.51), InputSpec.Float().In(-1.01, -0.99)),
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

    static IEnumerable<OpSample> Logic(Op op) => Lengths.Select(n => new OpSample($"{op.Schema.Name} [{n}]", op, InputSpec.Bools(n), InputSpec.Bools(n)) { Differentiable = false })
        .Append(new($"{op.Schema.Name} broadcast", op, InputSpec.Bools(5, 1), InputSpec.Bools(9)) { Differentiable = false });
}
