using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>What every row of the table must pass.</summary>
public class Harness
{
    public static TheoryData<string> Everything => OpTable.Names(_ => true);

    public static TheoryData<string> OnOrt => OpTable.Names(c => c.NotOnOrt is null);

    public static TheoryData<string> WithSlopes => OpTable.Names(c => c.Differentiable);

    [Fact]
    public void Every_registered_op_has_a_case()
    {
        var covered = OpTable.Every.Select(c => c.Op.Schema.Title).ToHashSet();
        Assert.Subset(covered, OpTable.Ops.Ops.Select(o => o.Schema.Title).ToHashSet());
    }

    [Fact]
    public void Every_op_with_an_adjoint_has_a_case_that_is_differentiated()
    {
        static bool HasSlope(OpSample c) => c.Op.Schema.HasAdjoint && !c.Op.HasZeroDerivative(0) && c.Inputs.Any(i => i?.Element == ElementType.Float32)
            && Evaluate.Op(OpTable.Ops, c.Op, c.Draw(ElementType.Float32), c.Constant).Any(t => t.Element.IsFloat());
        var checkedOps = OpTable.Every.Where(c => c.Differentiable).Select(c => c.Op.Schema.Title).ToHashSet();
        Assert.Subset(checkedOps, OpTable.Every.Where(HasSlope).Select(c => c.Op.Schema.Title).ToHashSet());
    }

    [Theory, MemberData(nameof(Everything))]
    public void The_shape_rule_says_what_the_kernel_gives(string name)
    {
        var c = OpTable.Get(name);
        var inputs = c.Draw(ElementType.Float32);
        var graph = new Program(OpTable.Ops).AddGraph("shapes");
        var inferred = graph.Add(c.Op, [.. inputs.Select((t, i) => t is null ? null : c.Constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, t.Type.Shape))]);
        Assert.Equal(inferred.Select(v => v.Type), Evaluate.Op(OpTable.Ops, c.Op, inputs, c.Constant).Select(t => t.Type));
    }

    [Theory, MemberData(nameof(Everything))]
    public void With_symbols_for_sizes_the_shape_rule_says_the_same_once_they_are_bound(string name)
    {
        var c = OpTable.Get(name);
        var inputs = c.Draw(ElementType.Float32);
        // One symbol for each size that occurs, so that what must be equal stays so.
        var sizes = inputs.Where((t, i) => t is not null && !c.Constant.Contains(i)).SelectMany(t => t!.Dims.ToArray()).Where(s => s != 1).Distinct().ToDictionary(s => $"S{s}", s => s);
        Shape Symbolic(Tensor t) => [.. t.Dims.ToArray().Select(s => s == 1 ? new Dim(1) : Dim.Symbol($"S{s}"))];
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("shapes");
        IReadOnlyList<Value> y;
        try
        {
            y = graph.Add(c.Op, [.. inputs.Select((t, i) => t is null ? null : c.Constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, Symbolic(t)))]);
        }
        catch (GraphException e) when (e.Message.Contains("is not known before", StringComparison.Ordinal) || e.Message.Contains("must be known", StringComparison.Ordinal))
        {
            Assert.Skip($"the rule needs known sizes: {e.Message}");
            return;
        }
        var expected = Evaluate.Op(OpTable.Ops, c.Op, inputs, c.Constant);
        for (int k = 0; k < y.Count; k++)
        {
            var bound = y[k].Type.Bind(sizes);
            // A size that depends on the content of an input is a symbol of its own until then.
            if (bound.Shape.IsStatic) Assert.Equal(expected[k].Type, bound);
            else Assert.Equal(expected[k].Type.Shape.Rank, bound.Shape.Rank);
        }
    }

    [Theory, MemberData(nameof(OnOrt))]
    public void The_kernel_agrees_with_ONNX_Runtime(string name)
    {
        var c = OpTable.Get(name);
        var inputs = c.Draw(ElementType.Float32);
        var expected = OrtOps.Run(OpTable.Ops, c.Op, inputs, c.Constant);
        var actual = Evaluate.Op(OpTable.Ops, c.Op, inputs, c.Constant);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k].Type, actual[k].Type);
            Assert.Null(Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), c.Tolerance, c.Tolerance));
        }
    }

    [Theory, MemberData(nameof(Everything))]
    public void Float64_agrees_with_float32(string name)
    {
        var c = OpTable.Get(name);
        var (single, twice) = (c.Draw(ElementType.Float32), c.Draw(ElementType.Float64));
        // From the same numbers: what float32 rounded, float64 takes as it is.
        for (int i = 0; i < twice.Length; i++)
            if (twice[i]?.Element == ElementType.Float64) twice[i] = Tensor.Of(Numbers.Of(single[i]!), twice[i]!.Dims);
        var (expected, actual) = (Evaluate.Op(OpTable.Ops, c.Op, twice, c.Constant), Evaluate.Op(OpTable.Ops, c.Op, single, c.Constant));
        double tolerance = Math.Max(c.Tolerance, 5e-6);
        for (int k = 0; k < expected.Length; k++)
            Assert.Null(Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), tolerance, tolerance));
    }

    [Theory, MemberData(nameof(WithSlopes))]
    public void The_adjoint_agrees_with_finite_differences(string name)
    {
        var c = OpTable.Get(name);
        var result = Check(c, wanted: null);
        Assert.True(result.Passed, result.ToString());
    }

    [Theory, MemberData(nameof(WithSlopes))]
    public void The_adjoint_of_each_input_alone_agrees_too(string name)
    {
        var c = OpTable.Get(name);
        foreach (int i in Active(c))
        {
            var result = Check(c, new HashSet<int> { i });
            Assert.True(result.Passed, $"input {i}: {result}");
        }
    }

    [Theory, MemberData(nameof(Everything))]
    public void Threads_do_not_change_a_bit_and_inputs_are_left_alone(string name)
    {
        var c = OpTable.Get(name);
        var inputs = c.Draw(ElementType.Float32);
        var before = inputs.Select(t => t is null ? null : Convert.ToHexString(t.Bytes)).ToArray();
        var one = Evaluate.Op(OpTable.Ops, c.Op, inputs, c.Constant, Backends[0]);
        foreach (var backend in Backends) Assert.Equal(one, Evaluate.Op(OpTable.Ops, c.Op, inputs, c.Constant, backend));
        Assert.Equal(before, inputs.Select(t => t is null ? null : Convert.ToHexString(t.Bytes)));
    }

    static readonly CpuBackend[] Backends = [new(1, Cpu.Passes) { Verifies = true }, new(2, Cpu.Passes), new(3, Cpu.Passes)];

    static int[] Active(OpSample c) => [.. Enumerable.Range(0, c.Inputs.Length).Where(i => c.Inputs[i]?.IsFloat == true && !c.Op.HasZeroDerivative(i))];

    static DirectionalResult Check(OpSample c, IReadOnlySet<int>? wanted)
    {
        var given = c.Inputs.Select((spec, i) => (spec, i)).Where(p => p.spec is not null).ToArray();
        Tensor[] inputs = [.. c.Draw(ElementType.Float64).Where(t => t is not null).Select(t => t!)];
        // Positions among the given inputs, without those left out.
        int At(int i) => Array.FindIndex(given, p => p.i == i);
        return DirectionalCheck.Run(OpTable.Ops, (graph, x) => graph.Add(c.Op, [.. c.Inputs.Select((spec, i) => spec is null ? null : x[At(i)])]), inputs,
            c.Constant.Select(At).ToHashSet(), seed: 7, (wanted ?? Active(c).ToHashSet()).Select(At).ToHashSet());
    }
}
