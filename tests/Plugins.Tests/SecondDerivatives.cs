using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>Every adjoint is made of ops that have adjoints, and these are right: the adjoint graph of an op, differentiated again with respect to
/// its inputs and to ȳ, against finite differences of the adjoint graph itself.</summary>
public class SecondDerivatives
{
    const long MaxElements = 160;

    // One row is enough for each op with its attributes and ranks.
    public static TheoryData<string> Rows { get; } =
        [.. OpTable.Every.Where(c => c.Differentiable && IsSmall(c)).DistinctBy(c => (c.Op, string.Join(' ', c.Inputs.Select(Kind)))).Select(c => c.Name)];

    static string Kind(InputSpec? i) => i is null ? "none" : $"{(i.IsFloat ? "drawn" : "fixed")}{i.Sizes.Length}";

    static bool IsSmall(OpSample c) => c.Inputs.Sum(Count) is > 1 and <= MaxElements && c.Inputs.All(i => i is null || Count(i) > 0);

    static long Count(InputSpec? i) => i?.Sizes.Aggregate(1L, (product, size) => product * size) ?? 0;

    [Fact]
    public void Every_op_that_is_differentiated_has_a_row_here() =>
        Assert.Empty(OpTable.Every.Where(c => c.Differentiable).Select(c => c.Op.Schema.Title).Except(Rows.Select(r => OpTable.Get(r.Data).Op.Schema.Title)));

    [Theory, MemberData(nameof(Rows))]
    public void The_adjoint_of_the_adjoint_agrees_with_finite_differences_of_the_adjoint(string name)
    {
        var c = OpTable.Get(name);
        var drawn = c.Draw(ElementType.Float64);
        int[] given = [.. Enumerable.Range(0, drawn.Length).Where(i => drawn[i] is not null)];
        int[] active = [.. given.Where(i => c.Inputs[i]!.IsFloat && !c.Constant.Contains(i) && !c.Op.HasZeroDerivative(i))];
        var weights = Evaluate.Op(OpTable.Ops, c.Op, drawn, c.Constant).Select((y, k) => y.Element == ElementType.Float64 ? Weights(y, k) : null).ToArray();
        Tensor[] inputs = [.. given.Select(i => drawn[i]!), .. weights.OfType<Tensor>()];

        // x̄ of φ = Σ ȳ·y, with ȳ inputs like the others.
        IReadOnlyList<Value> Bars(Graph graph, IReadOnlyList<Value> x)
        {
            var operands = c.Inputs.Select((spec, i) => spec is null ? null : x[Array.IndexOf(given, i)]).ToArray();
            var dy = new Queue<Value>(x.Skip(given.Length));
            var terms = graph.Add(c.Op, operands).Where(y => y.Element == ElementType.Float64).Select(y => (y * dy.Dequeue()).Sum());
            var adjoint = Adjoint.Of(terms.Aggregate((a, b) => a + b), [.. active.Select(i => operands[i]!)]);
            return [.. active.Select(i => adjoint.TryGet(operands[i]!)).OfType<Value>()];
        }
        var wanted = active.Select(i => Array.IndexOf(given, i)).Concat(Enumerable.Range(given.Length, inputs.Length - given.Length)).ToHashSet();
        var result = DirectionalCheck.Run(OpTable.Ops, Bars, inputs, c.Constant.Select(i => Array.IndexOf(given, i)).ToHashSet(), seed: 5, wanted);
        Assert.True(result.Passed, result.ToString());
    }

    static Tensor Weights(Tensor y, int k) => Tensor.Of(InputSpec.Float(y.Dims.ToArray()).Draw(new Random(k)), y.Dims);
}
