using System.Reflection;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>The vector code of every formula against the same formula over one element.</summary>
public unsafe class ScalarLane
{
    public static TheoryData<string> Formulas => OpTable.Names(c =>
        c.Op is ElementwiseOp { IsVariadic: false } op && !op.PrefersBody(Probe(c)) && SameShape(c) && c.Inputs.All(i => i!.IsFloat));

    static bool SameShape(OpSample c) => c.Inputs.All(i => i!.Sizes.SequenceEqual(c.Inputs[0]!.Sizes));

    static IReadOnlyList<Value?> Probe(OpSample c)
    {
        var graph = new Program(OpTable.Ops).AddGraph("probe");
        return [.. c.Inputs.Select((s, i) => graph.Input($"x{i}", s!.Fixed?.Element ?? s.Element, Shape.Of(s.Sizes)))];
    }

    [Theory, MemberData(nameof(Formulas))]
    public void Every_lane_gives_the_bits_of_the_scalar_one(string name)
    {
        var c = OpTable.Get(name);
        var op = (ElementwiseOp)c.Op;
        var inputs = c.Draw(ElementType.Float32).Select(t => t!.Span<float>().ToArray()).ToList();
        var result = Evaluate.Op(OpTable.Ops, op, c.Draw(ElementType.Float32));
        var method = typeof(ScalarLane).GetMethod($"Apply{op.Operands}", BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(op.Formula);
        for (int i = 0; i < result[0].Count; i++)
        {
            var arguments = inputs.Select(x => x[i]).Concat(op.Constants.Select(v => (float)v)).Cast<object>().ToArray();
            var expected = (Scalar<float>)method.Invoke(null, arguments)!;
            if (result[0].Element == ElementType.Bool) Assert.Equal(BitConverter.SingleToInt32Bits(expected.Value) != 0, result[0].Span<bool>()[i]);
            else Assert.Equal(BitConverter.SingleToInt32Bits(expected.Value), BitConverter.SingleToInt32Bits(result[0].Span<float>()[i]));
        }
    }

    static Scalar<float> Apply1<F>(float a) where F : IMap => F.Of(new Scalar<float>(a));

    static Scalar<float> Apply2<F>(float a, float b) where F : IMap2 => F.Of(new Scalar<float>(a), new Scalar<float>(b));

    static Scalar<float> Apply3<F>(float a, float b, float c) where F : IMap3 => F.Of(new Scalar<float>(a), new Scalar<float>(b), new Scalar<float>(c));
}
