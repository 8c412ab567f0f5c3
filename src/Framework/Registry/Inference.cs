namespace Nabla;

/// <summary>What a shape rule sees: the inputs' types and what is known of their content.</summary>
public sealed class Inference
{
    /// <summary>Integer tensors with more elements than this are not followed as shapes.</summary>
    internal const int MaxContent = 64;

    readonly Value?[] _inputs;
    readonly Op _op;
    readonly string? _name;
    readonly Program _program;

    internal Inference(Op op, string? name, Value?[] inputs, Program program) => (_op, _name, _inputs, _program) = (op, name, inputs, program);

    /// <summary>The number of inputs, left-out ones before the last included.</summary>
    public int Count => _inputs.Length;

    internal IReadOnlyList<Value?> Inputs => _inputs;

    /// <summary>A program aside to build the op's body in; the symbols it makes up are none of the real one.</summary>
    internal Program NewBody() => _program.Aside();

    /// <summary>Keeps what was learned from a body: the symbols that are taken, and the dimensions that must turn out equal.</summary>
    internal void TakeOver(Program body) => _program.TakeOver(body, Node.Describe(_op, _name, [.. _inputs.Select(v => v?.Type)]));

    /// <summary>True if input <paramref name="i"/> is given.</summary>
    public bool Has(int i) => i < _inputs.Length && _inputs[i] is not null;

    /// <summary>The type of input <paramref name="i"/>.</summary>
    public TensorType Type(int i = 0) => _inputs[i]!.Type;

    /// <summary>The shape of input <paramref name="i"/>.</summary>
    public Shape Shape(int i = 0) => _inputs[i]!.Shape;

    /// <summary>The element type of input <paramref name="i"/>.</summary>
    public ElementType Element(int i = 0) => _inputs[i]!.Element;

    /// <summary>The tensor that input <paramref name="i"/> always is, or null if it is not constant.</summary>
    public Tensor? Constant(int i) => Has(i) ? _inputs[i]!.KnownTensor : null;

    /// <summary>The elements of integer input <paramref name="i"/> as far as they are known as dimensions, or null.</summary>
    public Dim[]? Content(int i) => Has(i) ? _inputs[i]!.Content : null;

    /// <summary>The elements of a constant integer input <paramref name="i"/>, such as axes, or null if they are not known.</summary>
    public long[]? Ints(int i) => Content(i) is { } dims && dims.All(d => d.IsStatic) ? [.. dims.Select(d => d.Size)] : Constant(i)?.ToInts();

    /// <summary>A dimension that nothing is known of: a new symbol.</summary>
    public Dim Unknown() => _program.FreshSymbol();

    /// <summary>Dimensions that nothing is known of.</summary>
    /// <param name="count">As many; a file may claim any number, so it is checked before they are made.</param>
    /// <exception cref="GraphException">The number is below 0, or beyond every use.</exception>
    public Dim[] Unknowns(long count)
    {
        Require(count is >= 0 and <= Program.MaxMadeUp, $"the result would have {count} unknown dimensions; give the shape, axes or sizes as a constant");
        var dims = new Dim[count];
        foreach (ref var dim in dims.AsSpan()) dim = Unknown();
        return dims;
    }

    /// <summary>An error that shows the node, the input types and the broken rule.</summary>
    /// <param name="rule">What must hold and what is there, ending in the way out; no full stop.</param>
    public GraphException Error(string rule) => new($"{Node.Describe(_op, _name, [.. _inputs.Select(i => i?.Type)])}: {rule}.");

    /// <summary>Runs a rule of the op; whatever it throws, the error names the node.</summary>
    internal T Guard<T>(Func<Inference, T> rule)
    {
        try
        {
            return rule(this);
        }
        catch (Exception e) when (e is not NablaException)
        {
            throw Error($"its shape rule threw {e.GetType().Name}: {e.Message.TrimEnd('.')}{_op.Schema.Origin}");
        }
    }

    /// <summary>Throws <see cref="Error"/> unless <paramref name="holds"/>.</summary>
    public void Require(bool holds, string rule)
    {
        if (!holds) throw Error(rule);
    }

    /// <summary>Requires that all given inputs from <paramref name="first"/> to <paramref name="last"/> have one element type, and returns it.</summary>
    public ElementType SameElement(int first = 0, int last = int.MaxValue)
    {
        var element = Element(first);
        for (int i = first + 1; i < Count && i <= last; i++)
            if (Has(i)) Require(Element(i) == element, $"all inputs need one element type; there are {element.Text()} and {Element(i).Text()}; cast one with Cast");
        return element;
    }

    /// <summary>Requires a floating-point input <paramref name="i"/>.</summary>
    public void RequireFloat(int i = 0) => Require(Element(i).IsFloat(), $"needs a floating-point input, not {Element(i).Text()}; cast it with Cast");

    /// <summary>Requires two dimensions that are both known to be equal; one that is not is checked when it is bound.</summary>
    public void RequireEqual(Dim a, Dim b, string rule) => Require(a == b || !a.IsStatic || !b.IsStatic, rule);

    /// <summary>The broadcast shape of all inputs from <paramref name="first"/> on.</summary>
    public Shape Broadcast(int first = 0)
    {
        var shape = Shape(first);
        for (int i = first + 1; i < Count; i++)
            if (Has(i)) Require(Nabla.Shape.TryBroadcast(shape, Shape(i), out shape), "the shapes do not broadcast: aligned at the end, sizes must be equal or 1");
        for (int i = first; i < Count; i++) if (Has(i)) TakeAsEqual(Shape(i), shape);
        return shape;
    }

    /// <summary>Notes that the dimensions of a shape that broadcasts to another, where they are no 1, must turn out equal once symbols have sizes.</summary>
    public void TakeAsEqual(Shape from, Shape to)
    {
        for (int i = 1; i <= from.Rank; i++)
        {
            var (a, b) = (from[from.Rank - i], to[to.Rank - i]);
            if (a != b && !a.Is(1)) _program.Equalities.Add(new(a, b, Node.Describe(_op, _name, [.. _inputs.Select(v => v?.Type)])));
        }
    }
}
