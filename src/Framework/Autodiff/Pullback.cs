namespace Nabla;

/// <summary>What an adjoint rule sees of the node it differentiates. Asking for <see cref="X"/> or <see cref="Y"/> is what keeps a forward value
/// until the backward pass: the captures left after pruning are exactly the stash.</summary>
public sealed class Pullback
{
    readonly ReverseSweep _sweep;
    readonly bool[] _wanted;

    internal Pullback(ReverseSweep sweep, Node node, IReadOnlyList<Value?> dys, bool[] wanted) => (_sweep, Node, dYs, _wanted) = (sweep, node, dys, wanted);

    /// <summary>The forward node.</summary>
    public Node Node { get; }

    /// <summary>The graph in which the rule builds.</summary>
    public Graph Graph => _sweep.Graph;

    /// <summary>ȳ, the adjoint of the only output.</summary>
    public Value dY => dYs[0] ?? throw new GraphException($"{Node.Describe()}: its adjoint rule uses the adjoint of output 0, which is absent here; look at dYs[0] first.");

    /// <summary>The adjoints of all outputs; null where an output does not reach what is differentiated: absent, not zero.</summary>
    public IReadOnlyList<Value?> dYs { get; }

    /// <summary>True if the adjoint of input <paramref name="i"/> is asked for.</summary>
    public bool Wants(int i) => i < _wanted.Length && _wanted[i];

    /// <summary>True if input <paramref name="i"/> is given.</summary>
    public bool Has(int i) => i < Node.Inputs.Count && Node.Inputs[i] is not null;

    /// <summary>Forward input <paramref name="i"/>.</summary>
    public Value X(int i = 0) => Graph.Capture(Node.Inputs[i]!);

    /// <summary>Forward output <paramref name="k"/>.</summary>
    public Value Y(int k = 0) => Graph.Capture(Node.Outputs[k]);

    /// <summary>The type of forward input <paramref name="i"/>; keeps nothing.</summary>
    public TensorType Type(int i = 0) => Node.Inputs[i]!.Type;

    /// <summary>The shape of forward input <paramref name="i"/> as a vector of 64-bit integers; a few bytes are kept, never the tensor.</summary>
    public Value ShapeOf(int i = 0)
    {
        var x = Node.Inputs[i]!;
        return x.Shape.IsStatic ? Graph.Ints(x.Shape.ToSizes()) : Graph.Capture(_sweep.Memoized(x, CoreOps.Shape));
    }

    /// <summary>The number of elements of forward input <paramref name="i"/>, as a scalar of element type <paramref name="element"/>.</summary>
    public Value CountOf(int i, ElementType element)
    {
        var x = Node.Inputs[i]!;
        return x.Shape.IsStatic ? Graph.Constant(Tensor.Literal(element, x.Shape.Count.Size)) : CoreOps.Cast(Graph.Capture(_sweep.Memoized(x, CoreOps.Size)), element);
    }

    /// <summary>A constant of the element type of ȳ.</summary>
    public Value Literal(double value) => Graph.Constant(Tensor.Literal(dYs.First(d => d is not null)!.Element, value));

    /// <summary>The contributions that follow from the op's body: for a rule that gives its own only where that is better.</summary>
    /// <exception cref="MissingAdjointException">The op has no body for these inputs.</exception>
    public Value?[] ByBody() => _sweep.OfBody(Node, _wanted, dYs);

    /// <summary>The error for a derivative that the rule does not give, with the path that led to it.</summary>
    /// <param name="why">What is missing; no full stop.</param>
    public MissingAdjointException Missing(string why) => new($"{why}; it was reached while differentiating {_sweep.PathTo(Node)}.");
}
