using Nabla.OnnxRuntime;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>What every row of the table must pass.</summary>
public class Harness
{
    public static TheoryData<string> Everything => OpTable.Names(_ => true);

    public static TheoryData<string> OnOrt => OpTable.Names(c => c.NotOnOrt is null);

    [Fact]
    public void Every_registered_op_has_a_case()
    {
        var covered = OpTable.Every.Select(c => c.Op.Schema.Title).ToHashSet();
        Assert.Subset(covered, OpTable.Ops.Ops.Where(o => !o.Schema.IsUpgrade).Select(o => o.Schema.Title).ToHashSet());
    }

    [Fact]
    public void Every_op_with_an_adjoint_has_a_case_that_is_differentiated()
    {
        static bool HasSlope(OpSample c) => c.Op.Schema.HasAdjoint && !c.Op.HasZeroDerivative(0) && c.Inputs.Any(i => i?.Element == ElementType.Float32)
            && Evaluate.Op(OpTable.Ops, c.Op, c.Draw(ElementType.Float32), c.Constant).Any(t => t.Element.IsFloat());
        var checkedOps = OpTable.Every.Where(c => c.Differentiable).Select(c => c.Op.Schema.Title).ToHashSet();
        Assert.Subset(checkedOps, OpTable.Every.Where(HasSlope).Select(c => c.Op.Schema.Title).ToHashSet());
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

    // Shapes, purity, float32 against float64, the adjoint against finite differences, subsets, forward mode, second derivatives.
    [Theory, MemberData(nameof(Everything))]
    public void Every_check_passes(string name)
    {
        var report = Checks.Value!.Check(OpTable.Ops, OpTable.Get(name));
        Assert.True(report.Verdict == Verdict.Pass, report.ToString());
    }

    [Fact]
    public void Rows_that_are_excused_are_few() => Assert.InRange(OpTable.Every.Count(c => c.Excuse is not null), 0, 4);

    // The pools' threads are shared by all rows that a test thread checks.
    static readonly ThreadLocal<GradientCheck> Checks = new(() => new());
}
