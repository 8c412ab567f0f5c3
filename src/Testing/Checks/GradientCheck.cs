using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>How thoroughly a gradient is checked.</summary>
/// <param name="Seed">Decides points, directions and weights.</param>
public sealed record GradientCheckOptions(int Seed = 1)
{
    /// <summary>What is checked; all if none is named.</summary>
    public IReadOnlySet<Aspect>? Aspects { get; init; }

    /// <summary>The numbers of threads over which the bits must not change.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1, 2, 3];

    internal bool Wants(Aspect aspect) => Aspects?.Contains(aspect) != false;
}

/// <summary>Checks the gradients of ops and of whole graphs: in float64, against finite differences with an error bar, one random direction first and
/// element by element only where that fails. See <see cref="Aspect"/> for all that is checked.</summary>
/// <remarks>Not for use by several threads at a time; several instances are.</remarks>
public sealed class GradientCheck(GradientCheckOptions? options = null)
{
    /// <summary>What a gradient check looks at.</summary>
    public static IReadOnlyList<Aspect> Aspects { get; } = [Aspect.Shape, Aspect.Purity, Aspect.Precision, Aspect.Reverse, Aspect.Subsets, Aspect.Forward, Aspect.Second];

    readonly GradientCheckOptions _options = options ?? new();
    readonly CpuBackend[] _backends = [.. (options ?? new()).Threads.Select(n => new CpuBackend(n, Cpu.Passes) { Verifies = true })];

    /// <summary>Checks an op at one row of its sample table.</summary>
    public SampleReport Check(Registry registry, OpSample sample) => Check(CheckedFunction.Of(registry, sample), sample.AtKink, sample.Excuse);

    /// <summary>Checks a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="atKink">True where it has no second derivative to ask for.</param>
    /// <param name="excuse">Why another verdict than a pass is no failure, or null.</param>
    public SampleReport Check(CheckedFunction function, bool atKink = false, string? excuse = null)
    {
        int seed = _options.Seed;
        var findings = new List<Finding>();
        Try(Aspect.Shape, () => ShapeAspect.Check(function, seed));
        Try(Aspect.Precision, () => PrecisionAspect.Check(function, seed));
        Trial? trial = null;
        Try(Aspect.Reverse, () => ReverseAspect.Check(trial = Trial.At(function, seed), seed));
        // What follows compares the adjoint with itself, or with what is made of it: without a right one it tells nothing new.
        bool isRight = findings.All(f => f.Aspect != Aspect.Reverse || f.Verdict == Verdict.Pass);
        Try(Aspect.Purity, () => PurityAspect.Check(function, _backends, seed, withAdjoint: isRight));
        if (isRight)
        {
            trial ??= Trial.At(function, seed);
            bool isKink = atKink || findings.Any(f => f.Aspect == Aspect.Reverse && f.Message.Length > 0);
            Try(Aspect.Subsets, () => SubsetsAspect.Check(trial, seed));
            Try(Aspect.Forward, () => ForwardAspect.Check(trial, seed));
            if (!isKink) Try(Aspect.Second, () => SecondAspect.Check(trial, seed));
        }
        return new(function.Name, function.Op, findings, excuse);

        void Try(Aspect aspect, Func<Finding?> check)
        {
            if (_options.Wants(aspect)) findings.AddRange(Of(aspect, check));
        }
    }

    /// <summary>What a check finds; whatever a plugin throws ends this check, not the run.</summary>
    internal static IEnumerable<Finding> Of(Aspect aspect, Func<Finding?> check)
    {
        try
        {
            return check() is { } finding ? [finding] : [];
        }
        catch (MissingAdjointException e)
        {
            return [new(aspect, Verdict.Fail, e.Message) { Diagnosis = new(Mistake.Absent, e.Message) }];
        }
        catch (Exception e)
        {
            return [new(aspect, Verdict.Fail, e is NablaException ? e.Message : $"{e.GetType().Name}: {e.Message}") { Diagnosis = new(Mistake.Broken, e.Message) }];
        }
    }
}
