namespace Nabla;

/// <summary>What holds for a graph at some point of its compilation.</summary>
[Flags]
public enum GraphState
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>One graph, nothing captured.</summary>
    Flat = 1,
    /// <summary>All sizes known.</summary>
    Bound = 2,
    /// <summary>Every op has a kernel of its own.</summary>
    Lowered = 4,
}

/// <summary>Rewrites a flat graph into an equivalent one. Inputs and outputs keep their number, order and types.</summary>
public interface IPass
{
    /// <summary>As the compilation log shows it.</summary>
    string Name { get; }

    /// <summary>What must hold before.</summary>
    GraphState Requires { get; }

    /// <summary>What holds afterwards, beside what held before.</summary>
    GraphState Ensures { get; }

    /// <summary>The rewritten graph, or the same if there is nothing to do.</summary>
    Graph Run(Graph graph);
}
