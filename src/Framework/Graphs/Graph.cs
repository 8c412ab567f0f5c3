namespace Nabla;

/// <summary>Nodes in execution order. Types and shapes are inferred as a node is added, so a wrong graph fails where it is written.</summary>
public sealed class Graph
{
    // As many as NumPy has. Products of thousands of unknown dimensions would take minutes.
    const int MaxRank = 64;

    readonly List<Value> _inputs = [], _outputs = [];
    readonly List<Node> _nodes = [];
    readonly Dictionary<Value, Value> _captures = [];

    internal Graph(Program program, string name) => (Program, Name) = (program, name);

    /// <summary>The program that the graph is part of.</summary>
    public Program Program { get; }

    /// <summary>What the graph is: <c>forward</c>, <c>adjoint</c>, <c>update</c>, ….</summary>
    public string Name { get; }

    /// <summary>The ops that can be added by name.</summary>
    public Registry Registry => Program.Registry;

    /// <summary>Every value that no node computes and that is not constant: inputs, captured values, parameters, state; in the order of their declaration.</summary>
    public IReadOnlyList<Value> Inputs => _inputs;

    /// <summary>The nodes, each after those that it reads.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The values that the graph is for; what none of them needs may be removed.</summary>
    public IReadOnlyList<Value> Outputs => _outputs;

    /// <summary>Captured values by the value of an earlier graph that they stand for.</summary>
    public IReadOnlyDictionary<Value, Value> Captures => _captures;

    /// <summary>Declares a value that is fed at every run.</summary>
    /// <param name="name">Unique over the program.</param>
    /// <param name="element">Element type.</param>
    /// <param name="shape">Shape; symbols such as <c>N</c> are bound when the program is compiled.</param>
    public Value Input(string name, ElementType element, Shape shape) => Declare(Program.Names.Take(name), new(element, shape), ValueKind.Input);

    internal Value InputFresh(string stem, TensorType type) => Declare(Program.Names.Fresh(stem), type, ValueKind.Input);

    /// <summary>Declares a trainable variable.</summary>
    public Value Parameter(Variable variable) => Declare(Program.Names.Take(variable.Name), variable.Type, ValueKind.Parameter, variable);

    /// <summary>Declares a variable that is kept between runs but not trained.</summary>
    public Value State(Variable variable) => Declare(Program.Names.Take(variable.Name), variable.Type, ValueKind.State, variable);

    Value Declare(string name, TensorType type, ValueKind kind, Variable? variable = null)
    {
        RequireRank(type, name);
        Program.NoteSymbols(type.Shape);
        var value = new Value(this, name, type, kind) { Variable = variable };
        _inputs.Add(value);
        return value;
    }

    /// <summary>Adds a constant.</summary>
    public Value Constant(Tensor tensor, string? name = null) =>
        new(this, name is null ? Program.Names.Fresh("const") : Program.Names.Take(name), tensor.Type, ValueKind.Constant)
        {
            Constant = tensor,
            Content = tensor.Dims.Length <= 1 && tensor.Count <= Inference.MaxContent ? tensor.ToInts()?.Select(v => new Dim(v)).ToArray() : null,
        };

    /// <summary>Adds a constant list of 64-bit integers: axes, a shape.</summary>
    public Value Ints(params ReadOnlySpan<long> values) => Constant(Tensor.Vector(values));

    /// <summary>The value of this graph that stands for <paramref name="source"/> of an earlier graph; constants are repeated, a value of this graph is itself.</summary>
    public Value Capture(Value source)
    {
        if (source.Graph == this) return source;
        if (_captures.TryGetValue(source, out var known)) return known;
        if (source.Graph.Program != Program) throw new GraphException($"'{source.Name}' belongs to another program; it cannot be read in graph '{Name}'.");
        if (source.Constant is { } tensor) return _captures[source] = Constant(tensor);
        if (!Program.IsBefore(source.Graph, this)) throw new GraphException($"'{source.Name}' is of graph '{source.Graph.Name}', which does not come before '{Name}'.");
        var value = new Value(this, Program.Names.Fresh(source.Name), source.Type, ValueKind.Captured) { Source = source, Content = source.Content };
        _inputs.Add(value);
        return _captures[source] = value;
    }

    /// <summary>Adds an op by ONNX name, with default attributes, and returns its first output.</summary>
    public Value Add(string op, params ReadOnlySpan<Value?> inputs) => Add(Registry.Make(op), inputs)[0];

    /// <summary>Adds a node and infers the types of its outputs.</summary>
    /// <param name="op">The op with its attributes.</param>
    /// <param name="inputs">Values of this graph; null, or fewer, where optional inputs are left out.</param>
    /// <returns>All outputs that the op gives.</returns>
    /// <exception cref="GraphException">The inputs break a rule of the op.</exception>
    public IReadOnlyList<Value> Add(Op op, params ReadOnlySpan<Value?> inputs) => AddNamed(op, null, null, inputs).Outputs;

    /// <summary>As <see cref="Add(Op, ReadOnlySpan{Value?})"/>, with names for the node and its outputs (null or empty: made up).</summary>
    public Node AddNamed(Op op, string? nodeName, IReadOnlyList<string?>? outputNames, params ReadOnlySpan<Value?> inputs)
    {
        var given = Given(op, inputs);
        int known = Program.Equalities.Count;
        var inference = new Inference(op, nodeName ?? outputNames?.FirstOrDefault(), given, Program);
        op.Schema.Signature.CheckInputs(inference);
        var types = inference.Guard(op.Infer);
        op.Schema.Signature.CheckOutputs(op, types.Length);
        foreach (var type in types) RequireRank(type, nodeName ?? op.Schema.Identifier);
        var content = inference.Guard(op.Content);
        var node = Append(op, given, nodeName, types, outputNames, content, Program.Names.Take);
        for (int i = known; i < Program.Equalities.Count; i++) Program.Equalities[i] = Program.Equalities[i] with { Node = node };
        return node;
    }

    /// <summary>Adds the nodes of an op's body in place of the op.</summary>
    /// <param name="op">The op with its attributes.</param>
    /// <param name="name">What errors call the node that it stands for, or null.</param>
    /// <param name="inputs">Values of this graph; null, or fewer, where optional inputs are left out.</param>
    /// <returns>One value an output, which may be an input; null if the op has no body for these inputs.</returns>
    /// <exception cref="GraphException">The inputs break a rule of the op.</exception>
    public Value[]? AddBody(Op op, string? name, params ReadOnlySpan<Value?> inputs)
    {
        var inference = new Inference(op, name, Given(op, inputs), Program);
        op.Schema.Signature.CheckInputs(inference);
        return Bodies.Add(op, this, inference);
    }

    // Without those left out at the end.
    Value?[] Given(Op op, ReadOnlySpan<Value?> inputs)
    {
        int count = inputs.Length;
        while (count > 0 && inputs[count - 1] is null) count--;
        var given = inputs[..count].ToArray();
        foreach (var input in given)
            if (input is not null && input.Graph != this)
                throw new GraphException($"{op.Schema.Identifier}: input '{input.Name}' belongs to graph '{input.Graph.Name}', not to '{Name}'; read it through Graph.Capture.");
        return given;
    }

    /// <summary>Adds a node whose output types are known, without inferring them: for passes, which keep what was inferred.</summary>
    internal Node Append(Op op, Value?[] inputs, string? nodeName, ReadOnlySpan<TensorType> types, IReadOnlyList<string?>? outputNames, Dim[]? content,
        Func<string, string> take)
    {
        var node = new Node(this, op, inputs, "");
        var outputs = new Value[types.Length];
        for (int k = 0; k < outputs.Length; k++)
        {
            var wanted = outputNames is not null && k < outputNames.Count ? outputNames[k] : null;
            var name = string.IsNullOrEmpty(wanted) ? Program.Names.Fresh(op.Schema.StemOf(k)) : take(wanted);
            outputs[k] = new(this, name, types[k], ValueKind.Computed) { Producer = node, Index = k, Content = k == 0 ? content : null };
        }
        node.Outputs = outputs;
        node.Name = string.IsNullOrEmpty(nodeName) ? outputs[0].Name : nodeName;
        _nodes.Add(node);
        return node;
    }

    /// <summary>Marks a value as one that the graph is for.</summary>
    /// <param name="value">A value of this graph.</param>
    /// <param name="name">Its new name, or null to keep the present one.</param>
    public Value Output(Value value, string? name = null)
    {
        if (value.Graph != this) throw new GraphException($"'{value.Name}' belongs to graph '{value.Graph.Name}'; it cannot be an output of '{Name}'.");
        if (name is not null && name != value.Name) Rename(value, name);
        if (!_outputs.Contains(value)) _outputs.Add(value);
        return value;
    }

    /// <summary>Appends to the outputs without looking for doubles: positions matter in a flat graph.</summary>
    internal void AppendOutput(Value value) => _outputs.Add(value);

    /// <summary>Gives a value another name.</summary>
    public void Rename(Value value, string name) => Change(value, Program.Names.Take(name));

    /// <summary>Gives a value the name <paramref name="stem"/>, or that with a number.</summary>
    internal void RenameFresh(Value value, string stem) => Change(value, Program.Names.Fresh(stem));

    static void RequireRank(TensorType type, string name)
    {
        if (type.Shape.Rank > MaxRank) throw new GraphException($"'{name}' has {type.Shape.Rank} dimensions; at most {MaxRank} are supported.");
    }

    void Change(Value value, string name)
    {
        Program.Names.Free(value.Name);
        if (value.Producer is { } node && node.Name == value.Name) node.Name = name;
        value.Name = name;
    }

    /// <summary>Removes nodes that none of <paramref name="roots"/> needs, and captured values and <paramref name="scaffold"/> inputs that nothing reads then.</summary>
    /// <returns>A scaffold input that is still read, or null.</returns>
    internal Value? Prune(IEnumerable<Value> roots, IEnumerable<Value> keepInputs, IReadOnlySet<Value>? scaffold = null)
    {
        var needed = new HashSet<Value>(roots);
        var kept = new bool[_nodes.Count];
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            if (!_nodes[i].Outputs.Any(needed.Contains)) continue;
            kept[i] = true;
            foreach (var input in _nodes[i].Inputs) if (input is not null) needed.Add(input);
        }
        needed.UnionWith(keepInputs);
        for (int i = 0; i < kept.Length; i++)
            if (!kept[i])
                foreach (var output in _nodes[i].Outputs) Program.Names.Free(output.Name);
        int position = 0;
        _nodes.RemoveAll(_ => !kept[position++]);
        foreach (var (source, captured) in _captures.Where(c => !needed.Contains(c.Value)).ToList())
        {
            _captures.Remove(source);
            Program.Names.Free(captured.Name);
        }
        foreach (var v in scaffold ?? new HashSet<Value>()) if (!needed.Contains(v)) Program.Names.Free(v.Name);
        _inputs.RemoveAll(v => (v.Kind == ValueKind.Captured || scaffold?.Contains(v) == true) && !needed.Contains(v));
        return scaffold?.FirstOrDefault(needed.Contains);
    }

    /// <summary>The graph in the readable text form.</summary>
    public override string ToString() => SsaPrinter.Print(this);
}
