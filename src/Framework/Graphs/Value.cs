namespace Nabla;

/// <summary>Where a value comes from.</summary>
public enum ValueKind
{
    /// <summary>An output of a node.</summary>
    Computed,
    /// <summary>Fed from outside at every run.</summary>
    Input,
    /// <summary>A value of an earlier graph of the same program, see <see cref="Value.Source"/>.</summary>
    Captured,
    /// <summary>Fixed, see <see cref="Value.Constant"/>.</summary>
    Constant,
    /// <summary>A trainable variable, see <see cref="Value.Variable"/>.</summary>
    Parameter,
    /// <summary>A variable that is not trained (an optimizer's moments, a step counter), see <see cref="Value.Variable"/>.</summary>
    State,
}

/// <summary>An edge of a graph: a tensor that is computed, fed or stored. Its name is unique over the program.</summary>
public sealed class Value
{
    internal Value(Graph graph, string name, TensorType type, ValueKind kind)
    {
        (Graph, Name, Type, Kind) = (graph, name, type, kind);
    }

    /// <summary>The graph that the value belongs to.</summary>
    public Graph Graph { get; }

    /// <summary>Unique over the program.</summary>
    public string Name { get; internal set; }

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The element type.</summary>
    public ElementType Element => Type.Element;

    /// <summary>The shape, possibly with symbols.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>Where the value comes from.</summary>
    public ValueKind Kind { get; }

    /// <summary>The node that computes it, if any.</summary>
    public Node? Producer { get; internal init; }

    /// <summary>Which output of <see cref="Producer"/> it is.</summary>
    public int Index { get; internal init; }

    /// <summary>The fixed content of a constant.</summary>
    public Tensor? Constant { get; internal init; }

    /// <summary>The storage of a parameter or state.</summary>
    public Variable? Variable { get; internal init; }

    /// <summary>The value of an earlier graph that a captured value stands for.</summary>
    public Value? Source { get; internal init; }

    /// <summary>The elements of a small integer tensor, where they are known as dimensions: of constants, of <c>Shape</c>, and of arithmetic on these.</summary>
    public Dim[]? Content { get; internal init; }

    /// <summary>The constant that this value is, here or in the graph it was captured from.</summary>
    public Tensor? KnownTensor => Constant ?? Source?.KnownTensor;

    /// <summary><c>h: f32[N,128]</c>.</summary>
    public override string ToString() => $"{Name}: {Type}";
}
