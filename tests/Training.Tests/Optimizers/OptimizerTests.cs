using Nabla.Ops;

namespace Nabla.Training.Tests;

/// <summary>Each rule against the same rule as a plain float64 loop, over 20 steps of minimising Σ a·(p − c)² with a learning rate that changes.</summary>
public class OptimizerTests
{
    const int Steps = 20;
    static readonly float[] Start = [1, -2, 0.5f, 30, 0], Centre = [0.25f, 1, 0.5f, -3, 1e-3f], Weight = [1, 0.1f, 3, 0.5f, 1e-3f];

    static double Rate(int step) => 0.05 / (1 + 0.1 * step);

    static (List<float[]> Path, TrainingRun Run) Train(Optimizer optimizer)
    {
        var run = new TrainingRun(optimizer);
        var path = new List<float[]>();
        for (int step = 0; step < Steps; step++) path.Add(run.Step((float)Rate(step)));
        return (path, run);
    }

    sealed class TrainingRun
    {
        readonly Executable _executable;
        readonly UpdateGraph _update;
        readonly Variable _p = new("p", Tensor.Vector<float>(Start));

        public TrainingRun(Optimizer optimizer)
        {
            Program = new(TestOps.Registry);
            var graph = Program.AddGraph("forward");
            var p = graph.Parameter(_p);
            graph.Parameter(new("unused", Tensor.Vector(7f)));
            var d = p - graph.Constant(Tensor.Vector<float>(Centre));
            var loss = (d * d * graph.Constant(Tensor.Vector<float>(Weight))).Sum();
            _update = optimizer.Build(Program, Adjoint.Of(loss));
            _executable = TestOps.Backend().Compile(Program, [loss], updates: true);
        }

        public Program Program { get; }

        public IEnumerable<string> State => _update.State.Select(v => v.ToString());

        public float[] Step(float rate)
        {
            _executable.Input<float>(_update.LearningRate)[0] = rate;
            _executable.Run();
            return _p.Span<float>().ToArray();
        }
    }

    /// <summary>Follows <paramref name="rule"/> (p, g, t, η, state of one element) → p in float64.</summary>
    static void Follows(Optimizer optimizer, Func<double, double, int, double, double[], double> rule)
    {
        var (path, _) = Train(optimizer);
        for (int i = 0; i < Start.Length; i++)
        {
            double p = Start[i];
            var state = new double[2];
            for (int step = 0; step < Steps; step++)
            {
                p = rule(p, 2 * Weight[i] * (p - Centre[i]), step + 1, (float)Rate(step), state);
                Assert.Equal(p, path[step][i], 1e-5 * Math.Max(0.1, Math.Abs(p)));
            }
        }
    }

    [Theory, InlineData(0), InlineData(0.1)]
    public void Sgd_follows_its_formula(double decay) => Follows(new Sgd(0.1, decay), (p, g, _, η, _) => p - η * (g + decay * p));

    [Theory, InlineData(false, 0), InlineData(true, 0), InlineData(false, 0.1), InlineData(true, 0.1)]
    public void Momentum_follows_its_formula(bool nesterov, double decay) => Follows(new Momentum(0.1, 0.8, nesterov, decay), (p, g, _, η, s) =>
    {
        g += decay * p;
        s[0] = 0.8 * s[0] + g;
        return p - η * (nesterov ? g + 0.8 * s[0] : s[0]);
    });

    static double AdamStep(double p, double g, int t, double η, double[] s)
    {
        s[0] = 0.9 * s[0] + 0.1 * g;
        s[1] = 0.999 * s[1] + 0.001 * g * g;
        return p - η * (s[0] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(s[1] / (1 - Math.Pow(0.999, t))) + 1e-8);
    }

    [Theory, InlineData(0), InlineData(0.1)]
    public void Adam_follows_its_formula(double decay) =>
        Follows(new Adam(0.1, weightDecay: decay), (p, g, t, η, s) => AdamStep(p, g + decay * p, t, η, s));

    [Theory, InlineData(0), InlineData(0.1)]
    public void AdamW_follows_its_formula(double decay) =>
        Follows(new AdamW(0.1, decay), (p, g, t, η, s) => AdamStep(p * (1 - η * decay), g, t, η, s));

    [Fact]
    public void State_is_named_after_its_parameter()
    {
        Assert.Empty(Train(new Sgd(0.1)).Run.State);
        Assert.Equal(["p.v: f32[5]"], Train(new Momentum(0.1)).Run.State);
        Assert.Equal(["p.m: f32[5]", "p.v: f32[5]", "t: f32[]"], Train(new Adam()).Run.State.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_parameter_without_an_adjoint_stays()
    {
        var program = Train(new Adam()).Run.Program;
        Assert.DoesNotContain(program.Updates, u => u.Target.Name == "unused");
        Assert.Equal(7, program.Parameters.Single(v => v.Name == "unused").Variable!.Span<float>()[0]);
    }

    [Fact]
    public void One_optimizer_serves_several_programs()
    {
        var adam = new Adam();
        Assert.Equal(Train(adam).Path[^1], Train(adam).Path[^1]);
    }

    [Fact]
    public void Coefficients_out_of_range_are_refused()
    {
        Assert.Contains("β₁ of 1", Assert.Throws<NablaException>(() => new Adam(beta1: 1)).Message, StringComparison.Ordinal);
        Assert.Throws<NablaException>(() => new Adam(beta2: double.NaN));
        Assert.Throws<NablaException>(() => new Momentum(0.1, momentum: -0.5));
        Assert.Throws<NablaException>(() => new Sgd(0.1, weightDecay: -1));
        Assert.Throws<NablaException>(() => new Sgd(-0.1));
    }

    public static TheoryData<Optimizer> WithMoments => [new Momentum(0.1), new Momentum(0.1, nesterov: true), new Adam(1e-3), new AdamW(1e-3), new Adam(1e-3, beta2: 0.9)];

    /// <summary>A gradient that was there once and then is 0, as that of a dead unit's weights; and one that never was.</summary>
    [Theory, MemberData(nameof(WithMoments), DisableDiscoveryEnumeration = true)]
    public void Moments_that_fade_do_not_become_subnormal(Optimizer optimizer)
    {
        var program = new Program(TestOps.Registry);
        var graph = program.AddGraph("forward");
        var p = new Variable("p", Tensor.Vector(1f, 0f));
        var gradient = graph.Input("g", ElementType.Float32, [2]);
        var update = optimizer.Build(program, Adjoint.Of(graph.Output((graph.Parameter(p) * gradient).Sum(), "loss")));
        var executable = TestOps.Backend().Compile(program, [], updates: true);
        executable.Input<float>(update.LearningRate)[0] = 1e-3f;
        for (int step = 0; step < 3000; step++)
        {
            executable.Input<float>(gradient)[0] = step == 0 ? -1e-3f : 0;
            executable.Run();
        }
        foreach (var state in update.State.Where(v => v.Type.Element == ElementType.Float32 && v.Count == 2))
        {
            Assert.All(state.Span<float>().ToArray(), x => Assert.False(float.IsSubnormal(x), $"{state.Name} {x}"));
            Assert.Equal(0, state.Span<float>()[1]);
            Assert.InRange(state.Span<float>()[0], -1e-3f, 1e-8f);
        }
        Assert.Equal(0, p.Span<float>()[1]);
    }

    [Theory, MemberData(nameof(WithMoments), DisableDiscoveryEnumeration = true)]
    public void A_gradient_that_is_no_number_is_not_rounded_away(Optimizer optimizer)
    {
        var program = new Program(TestOps.Registry);
        var graph = program.AddGraph("forward");
        var p = new Variable("p", Tensor.Vector(1f));
        var gradient = graph.Input("g", ElementType.Float32, [1]);
        var update = optimizer.Build(program, Adjoint.Of(graph.Output((graph.Parameter(p) * gradient).Sum(), "loss")));
        var executable = TestOps.Backend().Compile(program, [], updates: true);
        executable.Input<float>(update.LearningRate)[0] = 1;
        executable.Input<float>(gradient)[0] = float.NaN;
        executable.Run();
        Assert.True(float.IsNaN(p.Span<float>()[0]));
        Assert.All(update.State.Where(v => v.Type.Element == ElementType.Float32 && v.Name.StartsWith("p.", StringComparison.Ordinal)), v => Assert.True(float.IsNaN(v.Span<float>()[0]), v.Name));
    }
}
