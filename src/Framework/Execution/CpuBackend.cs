namespace Nabla;

/// <summary>Runs programs on the CPU: flatten, passes, memory plan, kernels bound once.</summary>
public sealed class CpuBackend : IBackend
{
    readonly IReadOnlyList<IPass> _passes;

    /// <summary>A backend with the passes of the core and those given.</summary>
    /// <param name="threads">Threads that share the work of a kernel, the caller included; 0 for one a core.</param>
    /// <param name="passes">Passes that know kernels: fusion, epilogues. They run after the core's own and before a last clean-up.</param>
    public CpuBackend(int threads = 0, params IReadOnlyList<IPass> passes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Pool = new(threads == 0 ? Environment.ProcessorCount : threads);
        _passes = passes;
    }

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <summary>The threads; shared by all executables of this backend.</summary>
    public WorkerPool Pool { get; }

    /// <summary>Verify the graph after every pass.</summary>
    public bool Verifies { get; init; } = PassPipeline.VerifiesByDefault;

    /// <summary>Told each pass and the graph after it, for tools and tests.</summary>
    public Action<string, Graph>? Log { get; init; }

    /// <summary>Told each place where a rewrite rule matches, and what came of it.</summary>
    public Action<string>? RewriteLog { get; init; }

    /// <inheritdoc/>
    public Executable Compile(Program program, IReadOnlyList<Value> outputs, IReadOnlyDictionary<string, long>? sizes = null, bool updates = false)
    {
        var (flat, graph) = Lower(program, outputs, sizes, updates);
        return new CpuExecutable(flat, graph, new(graph, flat.Updated), Pool);
    }

    /// <summary>The graph and memory plan that <see cref="Compile"/> would run, for tools and tests.</summary>
    public (Graph Graph, MemoryPlan Plan) Plan(Program program, IReadOnlyList<Value> outputs, IReadOnlyDictionary<string, long>? sizes = null, bool updates = false)
    {
        var (flat, graph) = Lower(program, outputs, sizes, updates);
        return (graph, new(graph, flat.Updated));
    }

    (FlatProgram Flat, Graph Graph) Lower(Program program, IReadOnlyList<Value> outputs, IReadOnlyDictionary<string, long>? sizes, bool updates)
    {
        var flat = FlatProgram.Of(program, outputs, updates);
        IPass[] passes =
        [
            new BindSizes(sizes ?? new Dictionary<string, long>()), new RewritePass(program.Registry.Rewrites, RewriteLog), new InlineBodies(), new WidenElements(), new ConstantFolding(), new CommonSubexpressions(), new DeadCode(),
            .. _passes, new CommonSubexpressions(), new DeadCode(),
        ];
        return (flat, new PassPipeline(passes) { Verifies = Verifies }.Run(flat.Graph, Log));
    }
}
