using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>ONNX's Gradient: the derivatives of a tensor y of the graph with respect to others, xs, that it names. Adjoint nodes take its place. Tensors fed in place of xs
/// and zs, the others that y depends on, are where the derivative is taken: if they are those that are named, what y was computed with is read again, else computed anew.
/// y of several elements stands for their sum. Source: ONNX, ai.onnx.preview.training, Gradient.</summary>
sealed class GradientNodes(Graph graph)
{
    const string Name = "Gradient", Domain = "ai.onnx.preview.training";
    // Each derivative of a derivative is several times as long: a few lines could ask for any number of nodes.
    const int MaxNodes = 100_000;

    int _nodes;

    /// <summary>The attributes that name tensors.</summary>
    public static readonly IReadOnlyList<string> Naming = ["xs", "y", "zs"];

    /// <summary>True if the node is one, and no plugin has an op for it.</summary>
    public static bool IsOne(NodeProto node, Registry registry) => node.OpType == Name && node.Domain == Domain && !registry.Knows(Domain, Name);

    /// <summary>Adds the adjoint nodes and gives the named outputs.</summary>
    /// <param name="proto">The node.</param>
    /// <param name="values">The tensors of the file so far.</param>
    /// <exception cref="NablaException">A tensor is unknown, the inputs do not fit, or y cannot be differentiated.</exception>
    public IEnumerable<(string Name, Value Value)> Read(NodeProto proto, IReadOnlyDictionary<string, Value> values)
    {
        var what = NodeImporter.Describe(proto);
        var attributes = NodeAttributes.Read(proto, what);
        var (xs, y) = (Names(attributes, "xs", what), attributes.GetValueOrDefault("y") as string ?? throw new NablaException($"{what} lacks the attribute 'y', the tensor to differentiate."));
        if (xs.Length == 0) throw new NablaException($"{what} lacks the attribute 'xs', the tensors to differentiate with respect to.");
        string[] names = [.. xs, .. Names(attributes, "zs", what)];
        if (names.Length != proto.Input.Count || proto.Output.Count > xs.Length)
            throw new NablaException($"{what} has {proto.Input.Count} inputs and {proto.Output.Count} outputs; its xs and zs name {names.Length} tensors, one an input, and its xs {xs.Length}, one an output.");
        Value Find(string name, string role) => values.GetValueOrDefault(name)
            ?? throw new NablaException($"{what}: '{name}' of its {role} is no input, initializer or output of a node before it.");
        Value[] named = [.. names.Select((n, i) => Find(n, i < xs.Length ? "xs" : "zs"))], fed = [.. proto.Input.Select(n => Find(n, "inputs"))];
        for (int i = 0; i < fed.Length; i++)
            if (fed[i].Element != named[i].Element || fed[i].Shape.Rank != named[i].Shape.Rank)
                throw new NablaException($"{what}: its input {fed[i]} stands for {named[i]}; give a tensor of the same type.");
        try
        {
            var gradients = new Differentiation(graph, named, fed, xs.Length).Of(Find(y, "y"), ref _nodes);
            return [.. Named(proto, gradients, fed)];
        }
        catch (NablaException e)
        {
            throw new NablaException($"{what}: {e.Message}", e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A rule of a plugin that was not written for what a damaged file may hold.
            throw new NablaException($"{what}: a rule failed with {e.GetType().Name}: {e.Message}", e);
        }
    }

    IEnumerable<(string, Value)> Named(NodeProto proto, Value?[] gradients, Value[] fed)
    {
        for (int k = 0; k < proto.Output.Count; k++)
        {
            var name = proto.Output[k];
            if (name.Length == 0) continue;
            var gradient = gradients[k] ?? Zeros(fed[k]);
            // What is another tensor of the file as well keeps that one's name.
            bool isOwn = gradient.Kind == ValueKind.Computed && gradient.Name.StartsWith("d_", StringComparison.Ordinal);
            if (isOwn) graph.Rename(gradient, name);
            yield return (name, isOwn ? gradient : Expansion.Named(gradient, name));
        }
    }

    // No constant: a file may declare any size.
    Value Zeros(Value x) =>
        graph.Add(graph.Registry.Make("ConstantOfShape", new Dictionary<string, object> { ["value"] = Tensor.Filled(x.Element, 0, [1]) }), graph.Add("Shape", x))[0];

    static string[] Names(Dictionary<string, object> attributes, string name, string what) => !attributes.TryGetValue(name, out var value) ? []
        : value is AttributeList<string> names ? [.. names] : throw new NablaException($"{what}: its attribute '{name}' must be a list of names.");

    /// <summary>One derivative: what y is computed with, copied aside, differentiated there, and brought back.</summary>
    sealed class Differentiation
    {
        readonly Graph _graph, _aside;
        readonly bool _isInPlace;
        // From a value of the file to its copy; from the name of a leaf or copy back to what stands for it.
        readonly Dictionary<Value, Value> _copies = [];
        readonly Dictionary<string, Value> _back = new(StringComparer.Ordinal);
        readonly Value[] _xs;

        public Differentiation(Graph graph, Value[] named, Value[] fed, int xs)
        {
            (_graph, _isInPlace) = (graph, named.SequenceEqual(fed));
            _aside = new Program(graph.Registry).AddGraph("gradient");
            for (int i = 0; i < named.Length; i++)
                if (!_copies.ContainsKey(named[i])) _copies[named[i]] = i >= xs && fed[i].Constant is { } known ? _aside.Constant(known) : Leaf(named[i].Name, fed[i]);
            _xs = [.. named.Take(xs).Select(v => _copies[v])];
        }

        public Value?[] Of(Value y, ref int nodes)
        {
            Copy(y);
            var of = _copies[y];
            if (!of.Shape.Count.Is(1) || of.Producer is null)
            {
                if (!of.Element.IsFloat()) throw new NablaException($"'{y.Name}' is {y.Type}: only floating-point values have derivatives.");
                of = _aside.Add(_graph.Registry.Make("ReduceSum", new Dictionary<string, object> { ["keepdims"] = 0L }), of)[0];
            }
            var adjoint = Adjoint.Of(of, [.. _xs.Distinct()]);
            Value?[] found = [.. _xs.Select(adjoint.TryGet)];
            var wanted = found.OfType<Value>().Distinct().ToList();
            var flat = FlatProgram.Of(adjoint.Graph.Program, wanted, updates: false).Graph;
            if ((nodes += flat.Nodes.Count) > MaxNodes) throw new NablaException($"the gradients of the file have more than {MaxNodes} nodes.");
            var results = Bring(flat).ToList();
            return [.. found.Select(v => v is null ? null : results[wanted.IndexOf(v)])];
        }

        Value Leaf(string name, Value outer)
        {
            _back[name] = outer;
            return _aside.Input(name, outer.Element, outer.Shape);
        }

        // No recursion: a graph may be as deep as a file likes. Nodes stand in order.
        void Copy(Value y)
        {
            var needed = new HashSet<Value> { y };
            var nodes = new List<Node>();
            foreach (var node in _graph.Nodes.Reverse())
            {
                if (!node.Outputs.Any(o => needed.Contains(o) && !_copies.ContainsKey(o))) continue;
                nodes.Add(node);
                needed.UnionWith(node.Inputs.OfType<Value>());
            }
            if (!_copies.ContainsKey(y) && y.Producer is null) Find(y);
            foreach (var node in Enumerable.Reverse(nodes))
            {
                // An output that is named keeps what is fed for it.
                var copy = _aside.AddNamed(node.Op, null, [.. node.Outputs.Select(o => _copies.ContainsKey(o) ? null : o.Name)], [.. node.Inputs.Select(v => v is null ? null : Find(v))]);
                for (int k = 0; k < copy.Outputs.Count; k++)
                {
                    if (!_copies.TryAdd(node.Outputs[k], copy.Outputs[k]) || !_isInPlace) continue;
                    _back[copy.Outputs[k].Name] = node.Outputs[k];
                }
            }

            Value Find(Value v) => _copies.TryGetValue(v, out var known) ? known : _copies[v] = v.Constant is { } tensor ? _aside.Constant(tensor) : Leaf(v.Name, v);
        }

        IEnumerable<Value> Bring(Graph flat)
        {
            var map = new Dictionary<Value, Value>();
            foreach (var node in flat.Nodes)
            {
                if (node.Outputs.All(o => _back.ContainsKey(o.Name))) continue;
                var inputs = node.Inputs.Select(v => v is null ? null : Find(v)).ToArray();
                var names = node.Outputs.Select(o => _graph.Program.FreeName(o.Name.StartsWith("d_", StringComparison.Ordinal) || _isInPlace ? o.Name : $"d_{o.Name}")).ToList();
                var copy = _graph.AddNamed(node.Op, null, names, inputs);
                for (int k = 0; k < copy.Outputs.Count; k++) map[node.Outputs[k]] = copy.Outputs[k];
            }
            return flat.Outputs.Select(Find);

            Value Find(Value v) => map.TryGetValue(v, out var known) ? known
                : map[v] = v.Constant is { } tensor ? _graph.Constant(tensor) : _back[v.Name];
        }
    }
}
