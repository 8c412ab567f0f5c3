using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>Rewrite rules: where they match, what they may not do.</summary>
public class RewriteRules
{
    /// <summary>−(−x) → x.</summary>
    sealed class DoubleNegation : Rewrite
    {
        public override string Name => "double negation";

        public override Pattern Pattern { get; } = Pattern.Of("Neg", Pattern.Of("Neg", Pattern.Any("x")));

        public override Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x) => x["x"];
    }

    /// <summary>x + x → whatever is given.</summary>
    sealed class Twice(Func<Value, Value> replace) : Rewrite
    {
        public override string Name => "twice";

        public override Pattern Pattern { get; } = Pattern.Of("Add", Pattern.Any("x"), Pattern.Any("x"));

        public override Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x) => replace(x["x"]);
    }

    static (int Nodes, float Result, string[] Log) Compile(Rewrite rule, Func<Value, Value[]> build)
    {
        var program = new Program(BuiltIn.NewRegistry().Add(rule));
        var x = program.AddGraph("g").Input("x", ElementType.Float32, Shape.Of(1));
        var outputs = build(x);
        var log = new List<string>();
        var backend = new CpuBackend(1) { RewriteLog = log.Add };
        var run = backend.Compile(program, outputs);
        run.Input<float>(x)[0] = 3;
        run.Run();
        return (backend.Plan(program, outputs).Graph.Nodes.Count, run.Output<float>(outputs[0])[0], [.. log.Distinct()]);
    }

    [Fact]
    public void A_pattern_is_replaced_and_what_it_leaves_is_dead()
    {
        var (nodes, result, log) = Compile(new DoubleNegation(), x => [-(-x.Exp())]);
        Assert.Equal(1, nodes);
        Assert.Equal(MathF.Exp(3), result, 1e-4f);
        Assert.EndsWith(": rewritten", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_inside_that_others_read_is_left_alone() => Assert.Empty(Compile(new DoubleNegation(), x => (-x) is var n ? [-n, n] : []).Log);

    [Fact]
    public void One_name_twice_asks_for_one_value()
    {
        Assert.Single(Compile(new Twice(x => x * 2), x => [x + x]).Log);
        Assert.Empty(Compile(new Twice(x => x * 2), x => [x + x.Exp()]).Log);
    }

    [Fact]
    public void A_rule_that_changes_a_type_is_refused()
    {
        var e = Assert.Throws<NablaException>(() => Compile(new Twice(x => x.Cast(ElementType.Float64)), x => [x + x]));
        Assert.Contains("Rewrite rule 'twice' gives f64[1] for Add-14", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_throws_is_named_with_the_node()
    {
        var e = Assert.Throws<NablaException>(() => Compile(new Twice(_ => throw new InvalidOperationException("not yet")), x => [x + x]));
        Assert.Matches("^Rewrite rule 'twice' at Add-14.*: it threw InvalidOperationException: not yet", e.Message);
    }
}
