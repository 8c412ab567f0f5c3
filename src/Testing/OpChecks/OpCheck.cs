using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Checks all that an op promises: its gradient as <see cref="GradientCheck"/> does, and what a graph, a memory plan, a pool of threads and a file take
/// its word for. See <see cref="Aspect"/>.</summary>
/// <remarks>Not for use by several threads at a time; several instances are.</remarks>
public sealed class OpCheck(GradientCheckOptions? options = null)
{
    readonly GradientCheckOptions _options = options ?? new();
    readonly GradientCheck _gradient = new(options);
    readonly CpuBackend[] _plain = [.. Threads.Select(n => new CpuBackend(n))], _fused = [.. Threads.Select(n => Cpu.Backend(n))];

    static int[] Threads => [1, 2, 3, 4];

    /// <summary>Checks an op at one row of its sample table.</summary>
    public SampleReport Check(Registry registry, OpSample sample)
    {
        var report = _gradient.Check(registry, sample);
        var findings = new List<Finding>(report.Findings);
        Try(Aspect.Schema, () => SchemaAspect.Check(registry, sample, _options.Seed));
        Try(Aspect.Sizes, () => SizesAspect.Check(registry, sample, _options.Seed));
        Try(Aspect.Aliasing, () => AliasingAspect.Check(registry, sample, _plain[0], _options.Seed));
        Try(Aspect.Threads, () => ThreadsAspect.Check(registry, sample, [.. _plain, .. _fused], _options.Seed));
        Try(Aspect.Special, () => SpecialAspect.Check(registry, sample, _options.Seed));
        Try(Aspect.Body, () => BodyAspect.Check(registry, sample, _options.Seed));
        Try(Aspect.Onnx, () => OnnxAspect.Check(registry, sample, _options.Seed));
        Try(Aspect.RoundTrip, () => RoundTripAspect.Check(registry, sample, _options.Seed));
        return report with { Findings = findings };

        void Try(Aspect aspect, Func<Finding?> check)
        {
            if (_options.Wants(aspect)) findings.AddRange(GradientCheck.Of(aspect, check));
        }
    }
}
