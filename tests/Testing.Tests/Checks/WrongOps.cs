using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests.Checks;

/// <summary>Mistakes as people make them, each in an op of its own: the check must find it, and name it.</summary>
public class WrongOps
{
    static readonly GradientCheck Check = new();

    static Finding Failure(Op op, params InputSpec[] inputs)
    {
        var report = Check.Check(Everything.Ops, new($"{op.Schema.Name}", op, inputs));
        Assert.Equal(Verdict.Fail, report.Verdict);
        return report.Worst!;
    }

    public static TheoryData<string, Mistake> Mistakes => new()
    {
        { nameof(Forgotten), Mistake.Absent }, { nameof(Opposite), Mistake.Sign }, { nameof(Averaged), Mistake.BatchSize }, { nameof(Unsummed), Mistake.MissingBroadcastSum },
        { nameof(Untransposed), Mistake.Transposed }, { nameof(Crossed), Mistake.SwappedInputs }, { nameof(HalfDone), Mistake.MissingTerm }, { nameof(Doubled), Mistake.FactorTwo },
        { nameof(Constant), Mistake.StaleValue }, { nameof(Columns), Mistake.WrongAxis },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_found_and_named(string name, Mistake mistake)
    {
        var op = (Op)Activator.CreateInstance(typeof(WrongOps).GetNestedType(name)!)!;
        InputSpec[] inputs = name is nameof(Unsummed) ? [InputSpec.Float(4, 3), InputSpec.Float(3)] : op.Schema.Signature.Inputs.Count == 2 ? [InputSpec.Float(4, 4), InputSpec.Float(4, 4)] : [InputSpec.Float(4, 4)];
        var finding = Failure(op, inputs);
        Assert.Equal((Aspect.Reverse, mistake), (finding.Aspect, finding.Diagnosis!.Mistake));
    }

    [Fact]
    public void The_element_and_both_numbers_are_told() => Assert.Matches(@"^input 0, element 0 and 6 more: the rule gives \S+, finite differences \S+ ± \S+; .*wrong sign", Failure(new Opposite(), InputSpec.Float(7)).Message);

    [Fact]
    public void A_rule_that_throws_is_named() => Assert.Contains("The adjoint rule of test.Throwing-1", Failure(new Throwing(), InputSpec.Float(3)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_does_not_exist_is_named_with_the_path() => Assert.Contains("test.Ruleless-1 has no adjoint rule; it was reached while differentiating", Failure(new Ruleless(), InputSpec.Float(3)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_is_right_only_for_all_inputs_is_found()
    {
        var finding = Failure(new AllOrNothing(), InputSpec.Float(3), InputSpec.Float(3));
        Assert.Equal(Aspect.Subsets, finding.Aspect);
        Assert.Contains("when only inputs 0 are wanted", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tangent_rule_that_is_wrong_is_found() => Assert.Equal(Aspect.Forward, Failure(new Bent(), InputSpec.Float(3)).Aspect);

    [Fact]
    public void A_rule_with_a_wrong_second_derivative_is_found() => Assert.Equal(Aspect.Second, Failure(new Frozen(), InputSpec.Float(3)).Aspect);

    [Fact]
    public void A_kernel_that_gives_other_numbers_each_time_is_found() => Assert.Equal(Aspect.Purity, Failure(new Counting(), InputSpec.Float(3)).Aspect);

    [Fact]
    public void A_kernel_that_writes_over_its_input_is_found() => Assert.Contains("is changed by a run", Failure(new Greedy(), InputSpec.Float(3)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_kernel_that_is_coarse_in_float32_is_found() => Assert.Equal(Aspect.Precision, Failure(new Coarse(), InputSpec.Float(3)).Aspect);

    [Fact]
    public void At_a_kink_a_rule_between_the_slopes_passes_and_says_so()
    {
        var report = Check.Check(Everything.Ops, new("Relu at 0", new Nabla.Plugins.Relu(), InputSpec.Of(Tensor.Vector(0f, 1f))) { AtKink = true });
        Assert.Equal(Verdict.Pass, report.Verdict);
        Assert.Contains("1 elements lie on a kink", report.Worst!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_kink_a_rule_beyond_the_slopes_fails()
    {
        var report = Check.Check(Everything.Ops, new("Eager at 0", new Eager(), InputSpec.Of(Tensor.Vector(0f, 1f))) { AtKink = true });
        Assert.Equal(Verdict.Fail, report.Verdict);
        Assert.StartsWith("input 0, element 0: the rule gives", report.Worst!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_can_be_measured_there_is_no_verdict()
    {
        // √x has no value on one side of 0, and no slope there.
        var report = Check.Check(Everything.Ops, new("Sqrt at 0", new Nabla.Plugins.Sqrt(), InputSpec.Of(Tensor.Vector(0f))) { AtKink = true });
        Assert.Equal(Verdict.Inconclusive, report.Verdict);
    }

    [Op("Forgotten", 1, Domain = "test", Signature = "A, B -> C")]
    public sealed record Forgotten() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[1]!];

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X(1)];
    }

    [Op("Opposite", 1, Domain = "test")]
    public sealed record Opposite() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!];

        public override Value?[] Adjoint(Pullback p) => [-2 * (p.dY * p.X())];
    }

    [Op("Doubled", 1, Domain = "test")]
    public sealed record Doubled() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Tanh()];

        public override Value?[] Adjoint(Pullback p) => [p.dY * (2 - 2 * p.Y() * p.Y())];
    }

    [Op("Averaged", 1, Domain = "test")]
    public sealed record Averaged() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Mean([0])];

        public override Value?[] Adjoint(Pullback p) => [p.dY.Expand(p.ShapeOf(0))];
    }

    [Op("Unsummed", 1, Domain = "test", Signature = "A, B -> C")]
    public sealed record Unsummed() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! + x[1]!];

        public override Value?[] Adjoint(Pullback p) => [p.dY, p.dY];
    }

    [Op("Untransposed", 1, Domain = "test", Signature = "A, B -> C")]
    public sealed record Untransposed() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.MatMul(x[1]!)];

        public override Value?[] Adjoint(Pullback p) => [p.dY.MatMul(p.X(1)), p.X(0).T.MatMul(p.dY)];
    }

    [Op("Crossed", 1, Domain = "test", Signature = "A, B -> C")]
    public sealed record Crossed() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[1]!.Exp()];

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.Y(), p.dY * p.X(1).Exp()];
    }

    [Op("HalfDone", 1, Domain = "test")]
    public sealed record HalfDone() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!.Sin()];

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().Sin()];
    }

    [Op("Constant", 1, Domain = "test")]
    public sealed record Constant() : Op
    {
        static readonly Tensor Old = Tensor.Of([.. Enumerable.Range(0, 16).Select(i => i * 0.1)], 4, 4);

        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]! * x[0]!];

        public override Value?[] Adjoint(Pullback p) => [3 * p.dY * p.Graph.Constant(Old) * p.Graph.Constant(Old)];
    }

    [Op("Columns", 1, Domain = "test")]
    public sealed record Columns() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Softmax()];

        public override Value?[] Adjoint(Pullback p) => [p.Y() * (p.dY - (p.dY * p.Y()).Sum([0], keepDims: true))];
    }

    [Op("Throwing", 1, Domain = "test")]
    public sealed record Throwing() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!];

        public override Value?[] Adjoint(Pullback p) => throw new InvalidOperationException("not yet");
    }

    [Op("Ruleless", 1, Domain = "test")]
    public sealed record Ruleless() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => new Nabla.Plugins.Abs().Bind(b);
    }

    [Op("AllOrNothing", 1, Domain = "test", Signature = "A, B -> C")]
    public sealed record AllOrNothing() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[1]!];

        public override Value?[] Adjoint(Pullback p) => p.Wants(0) && p.Wants(1) ? [p.dY * p.X(1), p.dY * p.X(0)] : [p.dY, p.dY];
    }

    // What is transposed of the adjoint rule is right; what the op says itself is not.
    [Op("Bent", 1, Domain = "test")]
    public sealed record Bent() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * 3];

        public override Value?[] Adjoint(Pullback p) => [3 * p.dY];

        public override Value?[] Tangent(Pushforward p) => [2 * p.dX()!];
    }

    [Op("Frozen", 1, Domain = "test")]
    public sealed record Frozen() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!];

        public override Value?[] Adjoint(Pullback p) => [p.Graph.Add(new Detached(), 2 * p.X())[0] * p.dY];
    }

    [Op("Detached", 1, Domain = "test")]
    public sealed record Detached() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! + 0];

        public override bool HasZeroDerivative(int input) => true;
    }

    [Op("Counting", 1, Domain = "test")]
    public sealed record Counting() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => new Count(b);

        public override bool HasZeroDerivative(int input) => true;

        sealed unsafe class Count(Binding b) : Kernel
        {
            int _runs;

            public override void Run(WorkerPool pool)
            {
                _runs++;
                if (b.Out().Element == ElementType.Float32) new Span<float>(b.Out().Pointer, (int)b.Out().Count).Fill(_runs);
                else new Span<double>(b.Out().Pointer, (int)b.Out().Count).Fill(_runs);
            }
        }
    }

    [Op("Greedy", 1, Domain = "test")]
    public sealed record Greedy() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => new Eat(b);

        public override bool HasZeroDerivative(int input) => true;

        sealed unsafe class Eat(Binding b) : Kernel
        {
            public override void Run(WorkerPool pool)
            {
                new Span<byte>(b.In().Pointer, (int)b.In().Count).Clear();
                new Span<byte>(b.Out().Pointer, (int)b.Out().Count * (b.Out().Element == ElementType.Float32 ? 4 : 8)).Clear();
            }
        }
    }

    [Op("Coarse", 1, Domain = "test")]
    public sealed record Coarse() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Element == ElementType.Float64 ? x[0]! * 1 : (x[0]! * 100).AddWith("Round", []) / 100];
    }

    [Op("Eager", 1, Domain = "test")]
    public sealed record Eager() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Relu()];

        public override Value?[] Adjoint(Pullback p) => [p.X().EqualTo(p.Literal(0)).Where(1.5 * p.dY, p.X().Greater(0).Where(p.dY, p.Literal(0)))];
    }
}
