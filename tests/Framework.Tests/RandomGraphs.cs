using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>One step of a drawn graph: an op and operands as numbers, taken modulo what there is.</summary>
public readonly record struct Draw(int Op, int A, int B, int C, bool Leaves);

/// <summary>Graphs made of numbers, so that CsCheck can shrink them.</summary>
static class RandomGraphs
{
    public static Gen<Draw[]> Steps(int most) =>
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 4]).Select((op, a, b, c, leaves) => new Draw(op, a, b, c, leaves == 0)).Array[1, most];

    static readonly string[] Unary = ["Relu", "Tanh", "Neg", "Abs", "Sigmoid", "Softplus", "Sign", "LeakyRelu", "Exp", "Sqrt"];
    static readonly string[] IntegerUnary = ["Neg", "Abs", "Relu", "Sign"];
    static readonly string[] Binary = ["Add", "Sub", "Mul", "Max", "Min", "Div"];
    static readonly string[] Comparisons = ["Greater", "Less", "Equal", "GreaterOrEqual", "LessOrEqual"];
    static readonly string[] Logic = ["And", "Or", "Xor"];

    /// <summary>Elementwise nodes over the shapes given, with values that are shared, masks, and several outputs.</summary>
    public static (IReadOnlyList<Value> Outputs, Dictionary<Value, Tensor> Fed) Elementwise(IReadOnlyList<Draw> steps, ElementType element, IReadOnlyList<long[]> shapes)
    {
        var (_, g) = BuiltIn.NewGraph();
        var fed = new Dictionary<Value, Tensor>();
        Value Input(ElementType type, long[] sizes)
        {
            var v = g.Input($"x{fed.Count}", type, Shape.Of(sizes));
            fed[v] = Running.Draw(v.Type, fed.Count);
            return v;
        }
        List<Value> numbers = [.. shapes.Select(s => Input(element, s)), Input(element, shapes[0])], masks = [Input(ElementType.Bool, shapes[0]), Input(ElementType.Bool, shapes[1])];
        numbers.Add(g.Constant(Tensor.Literal(element, 3)));
        var outputs = new List<Value>();
        foreach (var (op, a, b, c, leaves) in steps)
        {
            // Mostly of late values, so that graphs grow deep.
            Value N(int i) => i % 3 == 0 ? numbers[i / 3 % numbers.Count] : numbers[^(1 + i / 3 % Math.Min(3, numbers.Count))];
            Value M(int i) => masks[i % masks.Count];
            var unary = element.IsFloat() ? Unary : IntegerUnary;
            int binary = element.IsFloat() ? Binary.Length : Binary.Length - 1;
            Value y = (op % 8) switch
            {
                // No map: what it reads and gives lies in the arena, so that regions meet inputs that they may write over.
                0 when op / 8 % 4 == 0 && N(a).Shape.Rank == 2 => N(a).T.T,
                1 when op / 8 % 4 == 0 && N(a).Shape.Rank > 0 && element.IsFloat() => N(a).Softmax(),
                0 or 1 => g.Add(unary[op / 8 % unary.Length], N(a)),
                2 or 3 or 4 => g.Add(Binary[op / 8 % binary], N(a), N(b)),
                5 => g.Add(Comparisons[op / 8 % Comparisons.Length], N(a), N(b)),
                6 when op / 8 % 3 > 0 => g.Add("Where", M(a), N(b), N(c)),
                6 => g.Add("Max", N(a), N(b), N(c)),
                _ => op / 8 % 4 == 3 ? M(a).Not() : g.Add(Logic[op / 8 % 4], M(a), M(b)),
            };
            (y.Element == ElementType.Bool ? masks : numbers).Add(y);
            if (leaves) outputs.Add(y);
        }
        outputs.Add(g.Nodes[^1].Outputs[0]);
        return ([.. outputs.Distinct()], fed);
    }

    /// <summary>Matrices of 5 and 7 rows and columns: products, transposes, biases, activations, views, reductions, rows that sum to one.</summary>
    public static (IReadOnlyList<Value> Outputs, Dictionary<Value, Tensor> Fed) Matrices(IReadOnlyList<Draw> steps, Graph g, IEnumerable<Value> variables)
    {
        var fed = new Dictionary<Value, Tensor>();
        Value Input(params long[] sizes)
        {
            var v = g.Input($"x{fed.Count}", ElementType.Float64, Shape.Of(sizes));
            fed[v] = Running.Draw(v.Type, fed.Count);
            return v;
        }
        List<Value> matrices = [Input(5, 7), Input(7, 5), Input(5, 5), .. variables], rows = [Input(7), Input(5)], outputs = [];
        foreach (var (op, a, b, c, leaves) in steps)
        {
            Value Late(int i) => i % 2 == 0 ? matrices[i / 2 % matrices.Count] : matrices[^(1 + i / 2 % Math.Min(4, matrices.Count))];
            Value Fitting(int i, Func<Value, bool> fits) => matrices.Where(fits).ToList() is var all ? all[i % all.Count] : null!;
            Value Row(long size) => rows.Last(r => r.Shape[0].Is(size));
            var x = Late(a);
            bool transA = (c & 1) != 0, transB = (c & 2) != 0;
            var (m, k) = transA ? (x.Shape[1], x.Shape[0]) : (x.Shape[0], x.Shape[1]);
            Value Partner() => Fitting(b, v => v.Shape[transB ? 1 : 0] == k);
            Value y;
            switch (op % 12)
            {
                case 0: y = x.MatMul(Fitting(b, v => v.Shape[0] == x.Shape[1])) * 0.2; break;
                case 1: y = (transA ? x.T : x).MatMul(transB ? Partner().T : Partner()); break;
                case 2:
                    var partner = Partner();
                    y = x.Gemm(partner, (c & 4) != 0 ? Row(partner.Shape[transB ? 0 : 1].Size) : null, transA, transB, alpha: (c & 8) != 0 ? 0.25 : 1);
                    break;
                case 3: y = x.T; break;
                case 4: y = (x + Row(x.Shape[1].Size)).Relu(); break;
                case 5: y = x.Tanh(); break;
                case 6: y = x + Fitting(b, v => v.Shape == x.Shape); break;
                case 7: y = x.Reshape(x.Shape[1].Size, x.Shape[0].Size); break;
                case 8: y = x.Softmax(); break;
                case 9: y = x - x.Mean([0], keepDims: true); break;
                case 10: y = x.Reshape(x.Shape.Count.Size).Sigmoid().Reshape(x.Shape[0].Size, x.Shape[1].Size); break;
                default: rows.Add(x.Sum([0])); y = x * Fitting(b, v => v.Shape == x.Shape); break;
            }
            // What grows is bounded, or differences of rounding would be of any size.
            if (op % 12 is 0 or 1 or 2 or 6 or 11) y = y.Tanh();
            matrices.Add(y);
            if (leaves) outputs.Add(y);
        }
        outputs.Add(matrices[^1]);
        return ([.. outputs.Distinct()], fed);
    }
}
