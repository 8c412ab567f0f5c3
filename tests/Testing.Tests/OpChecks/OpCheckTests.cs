using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests.OpChecks;

/// <summary>Each aspect finds what it is for, and nothing where there is nothing.</summary>
public class OpCheckTests
{
    static OpGradientReport CheckAll(params OpSample[] rows) => Check(Everything.Ops, rows);

    static OpGradientReport Check(Registry registry, params OpSample[] rows) => Assert.Single(OpCheckRun.Over(registry, rows, interrupt: TestContext.Current.CancellationToken).Ops);

    static readonly InputSpec Seven = InputSpec.Float(7).AwayFrom(0), Matrix = InputSpec.Float(4, 3).AwayFrom(0);

    public static TheoryData<string, Aspect[], string> Broken => new()
    {
        { nameof(BrokenOps.Drifting), [Aspect.Schema, Aspect.RoundTrip], "is not equal to it" },
        { nameof(BrokenOps.Steady), [Aspect.Schema], "an output moves with it, slope 3" },
        { nameof(BrokenOps.Rigid), [Aspect.Sizes], "with symbols the shape rule says f32[7] for output 0; at sizes [0]" },
        { nameof(BrokenOps.NeverEmpty), [Aspect.Sizes], "the shape rule accepts sizes [0]; running fails:" },
        { nameof(BrokenOps.Lopsided), [Aspect.Sizes], "is not what the op gives for inputs that are repeated beforehand" },
        { nameof(BrokenOps.Mirrored), [Aspect.Schema, Aspect.Aliasing], "CanOverwrite lets output 0 be written over input 0" },
        { nameof(BrokenOps.Partial), [Aspect.Threads], "has other bits on 2 threads than on 1" },
        { nameof(BrokenOps.Swallowing), [Aspect.Special], "all inputs are NaN and no output is" },
        { nameof(BrokenOps.TwoTongued), [Aspect.Special], "for NaN element 0 is NaN and element 64 is 0" },
        { nameof(BrokenOps.Capped), [Aspect.Special], "with Infinity as the last element of input 0, element 6 of output 0 is" },
        { nameof(BrokenOps.Bashful), [Aspect.Sizes], "ONNX Runtime has an answer there; here it is refused:" },
        { nameof(BrokenOps.Contradicting), [Aspect.Body, Aspect.Onnx], "the kernel differs from the body in output 0 (f32)" },
        { nameof(BrokenOps.Impostor), [Aspect.Special, Aspect.Onnx], "is not what ONNX Runtime makes of the exported op" },
        { nameof(BrokenOps.Forgetful), [Aspect.Schema, Aspect.RoundTrip], "Forgetful(alpha=3) was written, and is read again as Forgetful(alpha=4)" },
        { nameof(BrokenOps.Wasteful), [Aspect.Speed], "bytes; make in Bind what Run needs" },
        { nameof(BrokenOps.Dawdling), [Aspect.Speed], "ns an element at sizes [131072]" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_promise_is_found_by_its_aspect_and_by_no_other(string name, Aspect[] aspects, string message)
    {
        var type = typeof(BrokenOps).GetNestedType(name)!;
        var op = (Op)type.GetConstructors()[0].Invoke([.. type.GetConstructors()[0].GetParameters().Select(_ => (object)2f)]);
        // An op of ONNX takes the place of ours.
        var registry = (op.Schema.Domain.Length > 0 ? Everything.NewRegistry() : Everything.WithoutActivations()).Add(type);
        var report = Check(registry, new OpSample(name, op, op.Schema.Signature.Inputs.Count == 2 ? [Matrix, Matrix] : [Seven]));
        var failures = report.Samples.SelectMany(s => s.Findings).Where(f => f.Verdict == Verdict.Fail).ToList();
        Assert.Equal(aspects.Order(), failures.Select(f => f.Aspect).Distinct().Order());
        Assert.Contains(failures, f => f.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_keeps_its_promises_passes_all_that_applies_and_has_a_speed()
    {
        var report = CheckAll(new("Sum", new Nabla.Plugins.Add(), Matrix, InputSpec.Float(3)), new("Same", new Nabla.Plugins.Add(), Matrix, Matrix));
        Assert.Equal(Verdict.Pass, report.Verdict);
        Assert.Subset(report.Samples.SelectMany(s => s.Findings).Select(f => f.Aspect).ToHashSet(), Enum.GetValues<Aspect>().Except([Aspect.Body]).ToHashSet());
        Assert.InRange(report.Speed!.Nanoseconds, 1e-6, SlowestAllowed);
        Assert.Equal(report.Speed.Bandwidth, 4 / report.Speed.Nanoseconds, 1e-6 * report.Speed.Bandwidth);
    }

    const double SlowestAllowed = 1000;

    [Fact]
    public void One_row_of_every_built_in_op_passes()
    {
        // All rows: nabla op check --all.
        var rows = Everything.Table.Rows.GroupBy(r => r.Op.Schema.Title).Select(g => g.OrderByDescending(r => r.Inputs.Sum(i => i?.Sizes.Length ?? 0)).First());
        var report = OpCheckRun.Over(Everything.Ops, rows, new() { Aspects = Enum.GetValues<Aspect>().Except([Aspect.Speed]).ToHashSet() }, interrupt: TestContext.Current.CancellationToken);
        Assert.True(report.Passed, string.Join('\n', report.Ops.Where(o => o.Verdict != Verdict.Pass).SelectMany(o => o.Samples).Select(s => s.ToString())));
        Assert.InRange(report.Ops.Count, 130, int.MaxValue);
    }
}
