namespace Nabla;

/// <summary>Bound kernels in order, over one arena. A run allocates nothing.</summary>
sealed unsafe class CpuExecutable : Executable
{
    readonly WorkerPool _pool;
    readonly Kernel[] _kernels;
    readonly Copy[] _copies;
    readonly Dictionary<Value, Operand> _operands = [];
    // What the kernels' addresses point into.
    readonly List<object> _alive = [];

    readonly record struct Copy(nint From, nint To, long Bytes);

    public CpuExecutable(FlatProgram flat, Graph graph, MemoryPlan plan, WorkerPool pool)
    {
        _pool = pool;
        (Inputs, Outputs) = (flat.Inputs, flat.Wanted);
        var arena = new AlignedBuffer(plan.ArenaBytes);
        _alive.Add(arena);
        var own = new Dictionary<Value, AlignedBuffer>();
        foreach (var input in graph.Inputs.Where(v => v.Kind == ValueKind.Input)) own[input] = new(input.Type.Bytes);

        nint Address(Value v)
        {
            var place = plan[v];
            switch (place.Storage)
            {
                case Storage.Arena: return (nint)(arena.Pointer + place.Offset);
                case Storage.Variable: _alive.Add(place.Variable!); return (nint)place.Variable!.Pointer;
                case Storage.Own: _alive.Add(own[place.Root]); return (nint)own[place.Root].Pointer;
                default:
                    var constant = place.Root.Constant!;
                    _alive.Add(constant);
                    return (nint)constant.Pointer;
            }
        }
        Operand OperandOf(Value? v, bool isOutput = false) =>
            v is null || isOutput && !plan.IsUsed(v) ? default : new((void*)Address(v), v.Element, v.Shape.ToSizes(), v.Constant);

        var kernels = new List<Kernel>();
        foreach (var node in graph.Nodes)
        {
            if (node.Op.IsView) continue;
            var binding = new Binding(node, [.. node.Inputs.Select(i => OperandOf(i))], [.. node.Outputs.Select(o => OperandOf(o, isOutput: true))], pool.Threads);
            kernels.Add(Bind(node, binding));
        }
        _kernels = [.. kernels];
        var snapshots = Snapshots(flat, graph, plan);
        _copies = [.. snapshots.Select(s => new Copy(Address(s.Key), (nint)s.Value.Pointer, s.Key.Type.Bytes)), .. Copies(plan, Address)];

        var flatInputs = graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        for (int i = 0; i < flatInputs.Count; i++) _operands[flat.Inputs[i]] = OperandOf(flatInputs[i]);
        for (int i = 0; i < flat.Wanted.Count; i++) _operands.TryAdd(flat.Wanted[i], OutputOf(graph.Outputs[i]));

        Operand OutputOf(Value v) => snapshots.TryGetValue(v, out var kept) ? new(kept.Pointer, v.Element, v.Shape.ToSizes()) : OperandOf(v);
    }

    public override IReadOnlyList<Value> Inputs { get; }

    public override IReadOnlyList<Value> Outputs { get; }

    public override Span<T> Input<T>(Value value) => new(Checked<T>(value, input: true).Pointer, checked((int)_operands[value].Count));

    public override ReadOnlySpan<T> Output<T>(Value value) => new(Checked<T>(value, input: false).Pointer, checked((int)_operands[value].Count));

    public override ReadOnlySpan<long> SizesOf(Value value) => Find(value).Sizes;

    public override void Run()
    {
        foreach (var kernel in _kernels) kernel.Run(_pool);
        foreach (var (from, to, bytes) in _copies) Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
    }

    public override Tensor OutputTensor(Value value)
    {
        var place = Find(value);
        return Tensor.FromBytes(place.Element, new(place.Pointer, checked((int)place.Element.Bytes(place.Count))), place.Sizes);
    }

    public override void Feed(Value value, Tensor tensor)
    {
        var place = Find(value);
        if (!Inputs.Contains(value)) throw new NablaException($"'{value.Name}' is not an input of this executable.");
        if (tensor.Element != place.Element || !tensor.Dims.SequenceEqual(place.Sizes))
            throw new NablaException($"Input '{value.Name}' is {new TensorType(place.Element, Shape.Of(place.Sizes))}; it cannot be fed a tensor of {tensor.Type}.");
        tensor.Bytes.CopyTo(new Span<byte>(place.Pointer, tensor.Bytes.Length));
    }

    static Kernel Bind(Node node, Binding binding)
    {
        try
        {
            return node.Op.Bind(binding) ?? throw new NablaException($"{node.Describe()}: there is no kernel for these types on the CPU.");
        }
        catch (Exception e) when (e is not NablaException)
        {
            throw new NablaException($"The kernel of {node.Describe()} could not be made: {e.GetType().Name}: {e.Message}", e);
        }
    }

    // An output that is a variable's old value, or a view of it, must be kept before that one changes.
    Dictionary<Value, AlignedBuffer> Snapshots(FlatProgram flat, Graph graph, MemoryPlan plan)
    {
        var kept = new Dictionary<Value, AlignedBuffer>();
        foreach (var v in graph.Outputs.Take(flat.Wanted.Count))
            if (plan[v] is { Storage: Storage.Variable, Root.Variable: not null } place && flat.Updated.Contains(place.Variable!)) _alive.Add(kept[v] = new(v.Type.Bytes));
        return kept;
    }

    // A result that is another variable's old value must be read before that one changes.
    List<Copy> Copies(MemoryPlan plan, Func<Value, nint> address)
    {
        var (first, later) = (new List<Copy>(), new List<Copy>());
        foreach (var (result, target) in plan.Copies)
        {
            var from = address(result);
            _alive.Add(target);
            if (plan[result].Storage == Storage.Variable)
            {
                var aside = new AlignedBuffer(target.Type.Bytes);
                _alive.Add(aside);
                first.Add(new(from, (nint)aside.Pointer, target.Type.Bytes));
                from = (nint)aside.Pointer;
            }
            later.Add(new(from, (nint)target.Pointer, target.Type.Bytes));
        }
        return [.. first, .. later];
    }

    Operand Find(Value value) => _operands.TryGetValue(value, out var known) ? known
        : throw new NablaException($"'{value.Name}' is neither an input nor an output of this executable; ask for it when compiling.");

    Operand Checked<T>(Value value, bool input) where T : unmanaged
    {
        var place = Find(value);
        if (ElementTypes.Of<T>() != place.Element) throw new NablaException($"'{value.Name}' holds {place.Element.Text()}, not {ElementTypes.Of<T>().Text()}.");
        if (input && !Inputs.Contains(value)) throw new NablaException($"'{value.Name}' is not an input of this executable.");
        return place;
    }
}
