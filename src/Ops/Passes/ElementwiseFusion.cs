namespace Nabla.Ops;

/// <summary>Joins elementwise nodes over one shape into regions. A region stays open, and is not yet in the new graph, until something outside reads
/// it or all its readers have joined it; so it never depends on what depends on it.</summary>
public sealed class ElementwiseFusion : IPass
{
    // Compiling a region takes time that grows with it; a longer one gains nothing.
    const int MaxSteps = 48;

    /// <inheritdoc/>
    public string Name => "elementwise fusion";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph) => new Walk(graph).Run();

    sealed class Walk(Graph graph)
    {
        readonly GraphRewriter _rewriter = new(graph);
        readonly Dictionary<Value, int> _reads = CountReads(graph);
        readonly HashSet<Value> _outputs = [.. graph.Outputs];
        readonly Dictionary<Value, OpenRegion> _open = [];
        readonly HashSet<OpenRegion> _pending = [];

        public Graph Run()
        {
            foreach (var node in graph.Nodes)
            {
                if (ComputeType(node) is { } compute) Join(node, compute);
                else
                {
                    foreach (var region in OpenInputs(node).Distinct()) Close(region);
                    _rewriter.Copy(node);
                }
            }
            foreach (var region in _pending.OrderBy(r => r.Members[0].Name, StringComparer.Ordinal).ToList()) Close(region);
            return _rewriter.Finish();
        }

        void Join(Node node, ElementType compute)
        {
            var y = node.Outputs[0];
            OpenRegion? home = null;
            foreach (var region in OpenInputs(node).Distinct().ToList())
            {
                // Operands of another shape or type come from outside: they must be there first.
                if (!region.Fits(y.Shape, compute) || region.Members.Count + (home?.Members.Count ?? 0) >= MaxSteps) Close(region);
                else if (home is null) home = region;
                else if (home.Fits(region.Shape, region.Compute)) Merge(home, region);
                else Close(region);
            }
            home ??= new(y.Shape, compute);
            home.Add(node, compute);
            _pending.Add(home);
            home.PendingReads -= node.Inputs.Count(v => v is not null && _open.GetValueOrDefault(v) == home);
            home.PendingReads += _reads.GetValueOrDefault(y);
            _open[y] = home;
            if (home.PendingReads == 0) Close(home);
        }

        void Merge(OpenRegion home, OpenRegion other)
        {
            home.Absorb(other);
            foreach (var member in other.Members) _open[member.Outputs[0]] = home;
            _pending.Remove(other);
        }

        void Close(OpenRegion region)
        {
            if (!_pending.Remove(region)) return;
            var inside = new Dictionary<Value, int>();
            foreach (var v in region.Members.SelectMany(m => m.Inputs)) if (v is not null) inside[v] = inside.GetValueOrDefault(v) + 1;
            region.Emit(_rewriter, v => _outputs.Contains(v) || _reads.GetValueOrDefault(v) > inside.GetValueOrDefault(v));
            foreach (var member in region.Members) _open.Remove(member.Outputs[0]);
        }

        IEnumerable<OpenRegion> OpenInputs(Node node) => node.Inputs.Where(v => v is not null && _open.ContainsKey(v)).Select(v => _open[v!]);

        // The element type that a node computes in, or null if it cannot be part of a region.
        static ElementType? ComputeType(Node node)
        {
            if (node.Op is not IElementwise || node.Inputs.Any(v => v is null)) return null;
            var numbers = node.Inputs.Select(v => v!.Element).Append(node.Outputs[0].Element).Where(e => e != ElementType.Bool).Distinct().ToList();
            return numbers.Count switch
            {
                0 => ElementType.Bool,
                1 when numbers[0] is ElementType.Float32 or ElementType.Float64 or ElementType.Int32 or ElementType.Int64 or ElementType.UInt64 => numbers[0],
                _ => null,
            };
        }

        static Dictionary<Value, int> CountReads(Graph graph)
        {
            var reads = new Dictionary<Value, int>();
            foreach (var v in graph.Nodes.SelectMany(n => n.Inputs)) if (v is not null) reads[v] = reads.GetValueOrDefault(v) + 1;
            return reads;
        }
    }
}
