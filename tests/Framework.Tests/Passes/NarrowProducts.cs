using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>Epilogues over products of few columns, whose tiles are run as one row: the same values as apart, the same bits on any number of threads.</summary>
public class NarrowProducts
{
    [Fact]
    public void Of_any_width_with_operands_of_every_shape()
    {
        // Some are large enough for more than one thread.
        Gen.Select(Gen.OneOf(Gen.Int[1, 40], Gen.Int[200, 400]), Gen.Int[1, 70], Gen.OneOf(Gen.Int[1, 9], Gen.Const(300)), Gen.OneOf(ElementType.Float32, ElementType.Float64), Gen.Int[0, 3]).Sample((rows, columns, depth, element, with) =>
        {
            var (_, g) = BuiltIn.NewGraph();
            Value a = g.Input("a", element, [rows, depth]), b = g.Input("b", element, [depth, columns]);
            Shape shape = with switch { 0 => [], 1 => [columns], 2 => [rows, 1], _ => [rows, columns] };
            Value w = g.Input("w", element, [rows, columns]), other = g.Input("other", element, shape);
            Value y = w - other * a.MatMul(b), z = (y * 0.5).Abs() + other;
            var fed = new[] { a, b, w, other }.ToDictionary(v => v, v => Running.Draw(v.Type, rows + columns));
            var expected = Running.Compiled([y, z], fed, new CpuBackend(1));
            var one = Running.Compiled([y, z], fed, Fusing[0]);
            for (int k = 0; k < 2; k++) Running.AssertClose(expected[k], one[k], element == ElementType.Float32 ? 1e-5 : 1e-13);
            foreach (var backend in Fusing.Skip(1))
            {
                var actual = Running.Compiled([y, z], fed, backend);
                for (int k = 0; k < 2; k++) Running.AssertSame(one[k], actual[k]);
            }
        }, iter: 300, threads: 1);
        Assert.True(Fusing[1].Pool.Dispatched > 0, "no product was shared by two threads");
    }

    static readonly CpuBackend[] Fusing = [.. Enumerable.Range(1, 3).Select(Cpu.Backend)];
}
