using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Puts the nodes of functions in place of their calls. An op that is registered is itself, whatever function the file gives for runtimes that lack it.</summary>
sealed class FunctionInliner
{
    // A file of a few lines can ask for a body of bodies of bodies: what it may grow to is limited, in depth, nodes and bytes.
    const int MaxDepth = 100, MaxNodes = 100_000, MaxNameLength = 200;
    const long MaxBytes = 256L << 20;

    readonly Registry _registry;
    readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    readonly HashSet<string> _names;
    readonly List<FunctionProto> _open = [];
    int _nodes;
    long _bytes;

    /// <param name="model">Whose functions are called.</param>
    /// <param name="registry">The ops that need no function.</param>
    /// <param name="names">The names that the graph gives, which no value of a body gets.</param>
    /// <exception cref="NablaException">Two functions have one name.</exception>
    public FunctionInliner(ModelProto model, Registry registry, IEnumerable<string> names)
    {
        (_registry, _names) = (registry, new(names, StringComparer.Ordinal));
        foreach (var f in model.Functions)
            if (!_functions.TryAdd(FunctionRules.Key(f), f)) throw new NablaException($"The function '{Domains.Title(f.Domain, f.Name)}' is defined twice; name it once.");
    }

    /// <summary>The nodes without calls, each with the operator sets that it means.</summary>
    /// <exception cref="NablaException">A call does not fit its function, calls itself, or grows beyond a limit.</exception>
    public IEnumerable<(NodeProto Node, IReadOnlyDictionary<string, int> Opsets)> Of(IEnumerable<NodeProto> nodes, IReadOnlyDictionary<string, int> opsets)
    {
        foreach (var node in nodes)
        {
            if (Called(node) is not { } function)
            {
                yield return (node, opsets);
                continue;
            }
            foreach (var inner in Body(node, function)) yield return inner;
        }
    }

    FunctionProto? Called(NodeProto node) =>
        _functions.Count == 0 || _registry.Knows(node.Domain, node.OpType) ? null : _functions.GetValueOrDefault((Domains.Canonical(node.Domain), node.OpType, node.Overload));

    IEnumerable<(NodeProto, IReadOnlyDictionary<string, int>)> Body(NodeProto call, FunctionProto f)
    {
        var what = NodeImporter.Describe(call);
        if (_open.Contains(f)) throw new NablaException($"{what}: functions call themselves: {string.Join(" calls ", _open.SkipWhile(o => o != f).Append(f).Select(o => $"'{o.Name}'"))}.");
        if (_open.Count >= MaxDepth) throw new NablaException($"{what}: calls of functions nest deeper than {MaxDepth}.");
        if ((_nodes += f.Node.Count) > MaxNodes || (_bytes += f.CalculateSize()) > MaxBytes)
            throw new NablaException($"{what}: written out, the functions of the file have more than {MaxNodes} nodes or {MaxBytes >> 20} MiB.");
        if (call.Input.Count > f.Input.Count || call.Output.Count > f.Output.Count)
            throw new NablaException($"{what} has {call.Input.Count} inputs and {call.Output.Count} outputs; the function has {f.Input.Count} and {f.Output.Count}.");
        var attributes = Attributes(call, f, what);
        var opsets = OnnxImport.Opsets(f.OpsetImport, $"The function '{f.Name}'");
        var name = call.Name.Length > 0 ? call.Name : call.Output.FirstOrDefault(o => o.Length > 0) ?? f.Name;
        // The value that each name of the body is outside of it.
        var outside = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        for (int i = 0; i < f.Input.Count; i++)
            if (!outside.TryAdd(f.Input[i], i < call.Input.Count ? call.Input[i] : "")) throw new NablaException($"{what}: two inputs of the function are called '{f.Input[i]}'.");
        var copies = new List<(string From, string To)>();
        for (int k = 0; k < call.Output.Count; k++)
            if (call.Output[k].Length > 0 && !outside.TryAdd(f.Output[k], call.Output[k])) copies.Add((outside[f.Output[k]], call.Output[k]));

        _open.Add(f);
        var body = f.Node.Select(inner => Renamed(inner, name, outside, attributes, f, what)).ToList();
        var defined = body.SelectMany(n => n.Output).ToHashSet(StringComparer.Ordinal);
        foreach (var result in call.Output.Where(o => o.Length > 0 && copies.All(c => c.To != o)))
            if (!defined.Contains(result)) throw new NablaException($"{what}: no node of the function computes '{f.Output[call.Output.IndexOf(result)]}'.");
        foreach (var inner in Of(body, opsets)) yield return inner;
        _open.RemoveAt(_open.Count - 1);
        foreach (var (from, to) in copies)
            yield return (new() { Name = to, OpType = "Identity", Input = { from }, Output = { to } }, new Dictionary<string, int> { [Domains.Standard] = IrVersions.NewestOpset });
    }

    NodeProto Renamed(NodeProto inner, string call, Dictionary<string, string> outside, Dictionary<string, AttributeProto> attributes, FunctionProto f, string what)
    {
        var node = inner.Clone();
        node.MetadataProps.Clear();
        node.Name = Fresh(call, NodeImporter.NameOf(inner), node.OpType, isValue: false);
        for (int i = 0; i < node.Input.Count; i++)
            node.Input[i] = outside.TryGetValue(node.Input[i], out var known) ? known
                : throw new NablaException($"{what}: a node {Domains.Title(inner.Domain, inner.OpType)} of the function reads '{inner.Input[i]}', which no input or node before it defines.");
        for (int k = 0; k < node.Output.Count; k++)
        {
            if (!outside.TryGetValue(node.Output[k], out var known)) outside[inner.Output[k]] = known = Fresh(call, inner.Output[k], node.OpType, isValue: true);
            node.Output[k] = known;
        }
        node.Attribute.Clear();
        foreach (var a in inner.Attribute)
        {
            if (!a.HasRefAttrName) node.Attribute.Add(GradientNodes.IsOne(inner, _registry) && GradientNodes.Naming.Contains(a.Name) ? Outside(a, outside) : a);
            else if (attributes.TryGetValue(a.RefAttrName, out var given))
            {
                if (a.HasType && given.HasType && a.Type != given.Type)
                    throw new NablaException($"{what}: attribute '{given.Name}' is {given.Type.ToString().ToUpperInvariant()}; the function wants {a.Type.ToString().ToUpperInvariant()}.");
                var copy = given.Clone();
                copy.Name = a.Name;
                node.Attribute.Add(copy);
            }
            else if (!f.Attribute.Contains(a.RefAttrName)) throw new NablaException($"{what}: the function refers to its attribute '{a.RefAttrName}', which it does not declare.");
        }
        return node;
    }

    // Names of tensors inside the function.
    static AttributeProto Outside(AttributeProto names, Dictionary<string, string> outside)
    {
        var renamed = names.Clone();
        renamed.S = Known(names.S);
        renamed.Strings.Clear();
        renamed.Strings.AddRange(names.Strings.Select(Known));
        return renamed;

        ByteString Known(ByteString name) => outside.TryGetValue(name.ToStringUtf8(), out var known) ? ByteString.CopyFromUtf8(known) : name;
    }

    static Dictionary<string, AttributeProto> Attributes(NodeProto call, FunctionProto f, string what)
    {
        var attributes = f.AttributeProto.GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        foreach (var a in call.Attribute)
        {
            if (!attributes.ContainsKey(a.Name) && !f.Attribute.Contains(a.Name)) throw new NablaException($"{what} has the attribute '{a.Name}', which the function does not.");
            attributes[a.Name] = a;
        }
        return attributes;
    }

    string Fresh(string call, string name, string op, bool isValue)
    {
        var stem = call.Length + name.Length < MaxNameLength ? $"{call}/{name}" : op.Length < MaxNameLength ? op : "node";
        var fresh = stem;
        if (!isValue) return fresh;
        for (int n = 2; !_names.Add(fresh); n++) fresh = $"{stem}_{n}";
        return fresh;
    }
}
