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

    /// <summary>A rule of a pattern and what takes its place.</summary>
    sealed class Rule(string name, Pattern pattern, Func<RewriteMatch, IReadOnlyDictionary<string, Value>, Value> replace) : Rewrite
    {
        public override string Name => name;

        public override Pattern Pattern => pattern;

        public override Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x) => replace(match, x);
    }

    static Value Slope(Value x, float alpha) => x.AddWith("LeakyRelu", [("alpha", alpha)]);

    static Rule Leak(string attribute, object alpha) =>
        new("no leak", Pattern.Of("LeakyRelu", Pattern.Any("x")).With(attribute, alpha), (_, x) => x["x"].Relu());

    [Theory]
    [InlineData(0.5f, 0.5f, true), InlineData(0.5, 0.5f, true), InlineData(0.5f, 0.25f, false), InlineData(0.01f, 0.01f, true), InlineData(-0f, 0f, false)]
    public void An_attribute_must_have_the_value_that_the_pattern_asks_for(object asked, float alpha, bool isFound) =>
        Assert.Equal(isFound ? 1 : 0, Compile(Leak("alpha", asked), x => [Slope(x, alpha)]).Log.Length);

    [Fact]
    public void A_list_is_compared_by_its_items_and_one_left_out_has_its_default()
    {
        var rule = new Rule("turned twice", Pattern.Of("Transpose", Pattern.Of("Transpose", Pattern.Any("x")).With("perm", new long[] { 1, 0 })).With("perm", new long[] { 1, 0 }), (_, x) => x["x"]);
        static Value Turn(Value x, params long[] perm) => x.AddWith("Transpose", [("perm", perm)]);
        Assert.Single(Compile(rule, x => [Turn(Turn(x.Unsqueeze(0), 1, 0), 1, 0).Reshape(1)]).Log);
        Assert.Empty(Compile(rule, x => [Turn(Turn(x.Unsqueeze(0), 1, 0), 0, 1).Reshape(1)]).Log);
        Assert.Single(Compile(Leak("alpha", 0.01f), x => [x.AddWith("LeakyRelu", [])]).Log);
    }

    [Fact]
    public void A_node_that_is_named_shows_its_attributes()
    {
        var rule = new Rule("one slope", Pattern.Of("LeakyRelu", Pattern.Of("LeakyRelu", Pattern.Any("x")).As("inner")).As("outer"),
            (match, x) => Slope(x["x"], (float)match.Attribute("inner", "alpha")! * (float)match.Attribute("outer", "alpha")!));
        var (nodes, result, _) = Compile(rule, x => [Slope(Slope(-x, 0.5f), 0.25f)]);
        Assert.Equal(2, nodes); // with Neg
        Assert.Equal(-3 * 0.125f, result);
    }

    [Fact]
    public void What_does_not_exist_is_said_with_what_does()
    {
        Assert.Equal("Rewrite rule 'no leak' at LeakyRelu-16 'leakyRelu' ([1]): LeakyRelu-16 has no attribute 'slope'; it has alpha.",
            Assert.Throws<NablaException>(() => Compile(Leak("slope", 1f), x => [Slope(x, 1)])).Message);
        Assert.EndsWith("attribute 'alpha' must be Single, not String.", Assert.Throws<NablaException>(() => Compile(Leak("alpha", "steep"), x => [Slope(x, 1)])).Message, StringComparison.Ordinal);
        Assert.EndsWith("the pattern names no node 'relu'; name it with Pattern.Of(…).As(\"relu\").",
            Assert.Throws<NablaException>(() => Compile(new Rule("lost", Pattern.Of("Relu", Pattern.Any("x")), (m, x) => m.Attribute("relu", "alpha") is null ? x["x"] : x["x"]), x => [x.Relu()])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Pattern.Any(\"x\") stands for any value, so it has no With", Assert.Throws<NablaException>(() => Pattern.Any("x").With("alpha", 1f)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Pattern.Any(\"x\") stands for any value, so it has no As", Assert.Throws<NablaException>(() => Pattern.Any("x").As("y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_run_until_nothing_changes()
    {
        // Of 64 negations pairs fall, and pairs of what is left, until there are none.
        Assert.Equal(1, Compile(new DoubleNegation(), x => { var y = x.Exp(); for (int i = 0; i < 64; i++) y = -y; return [y]; }).Nodes);
        // What one rule makes, another finds: a chain longer than the sweeps that every graph has.
        var down = new Rule("Exp below Relu", Pattern.Of("Relu", Pattern.Of("Neg", Pattern.Any("x"))), (_, x) => -x["x"].Relu());
        var (nodes, _, log) = Compile(down, x => { var y = -x.Exp(); for (int i = 0; i < 300; i++) y = y.Relu(); return [y.Exp()]; });
        Assert.Equal(300, log.Length);
        Assert.True(nodes > 0);
    }

    [Fact]
    public void A_reason_against_it_is_told_once()
    {
        var program = new Program(BuiltIn.NewRegistry().Add(new DoubleNegation()).Add(new Unwilling()));
        var x = program.AddGraph("g").Input("x", ElementType.Float32, Shape.Of(1));
        var log = new List<string>();
        new CpuBackend(1) { RewriteLog = log.Add }.Compile(program, [-(-(-x).Relu())]);
        Assert.Single(log, l => l.EndsWith("left alone, for it is not wanted", StringComparison.Ordinal));
        Assert.Single(log, l => l.EndsWith("rewritten", StringComparison.Ordinal));
    }

    sealed class Unwilling : Rewrite
    {
        public override string Name => "unwilling";

        public override Pattern Pattern { get; } = Pattern.Of("Relu", Pattern.Any("x"));

        public override string? WhyNot(RewriteMatch match) => "it is not wanted";

        public override Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x) => throw new InvalidOperationException("it said no");
    }

    [Fact]
    public void A_rule_without_end_is_named()
    {
        // The same again; more of the same each time; two that take each other back.
        var same = new Rule("same again", Pattern.Of("Relu", Pattern.Any("x")), (_, x) => x["x"].Relu());
        var e = Assert.Throws<NablaException>(() => Compile(same, x => [x.Relu()]));
        Assert.StartsWith("Rewrite rule 'same again' finds something to rewrite without end, after 102 rewrites in 102 sweeps", e.Message, StringComparison.Ordinal);
        var more = new Rule("more", Pattern.Of("Relu", Pattern.Any("x")), (_, x) => x["x"].Relu().Relu());
        Assert.StartsWith("Rewrite rule 'more' finds something", Assert.Throws<NablaException>(() => Compile(more, x => [x.Relu()])).Message, StringComparison.Ordinal);
        var program = new Program(BuiltIn.NewRegistry().Add(new Rule("there", Pattern.Of("Relu", Pattern.Any("x")), (_, x) => x["x"].Abs())).Add(new Rule("back", Pattern.Of("Abs", Pattern.Any("x")), (_, x) => x["x"].Relu())));
        var input = program.AddGraph("g").Input("x", ElementType.Float32, Shape.Of(1));
        Assert.Matches("^Rewrite rule '(there|back)' finds something", Assert.Throws<NablaException>(() => new CpuBackend(1).Compile(program, [input.Relu()])).Message);
    }
}
