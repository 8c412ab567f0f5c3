namespace Nabla;

/// <summary>Bound kernels in order, over one arena. A run allocates nothing.</summary>
sealed unsafe class CpuExecutable : Executable
{
    readonly WorkerPool _pool;
    readonly Kernel[] _kernels;
    readonly Copy[] _copies;
    readonly Node[] _nodes;
    readonly Variable[] _variables;
    readonly Dictionary<Value, Slot> _inputs = [], _outputs = [];
    readonly Workspace _workspace = new();
    readonly RowCopy _rows = new();
    // What the kernels' addresses point into.
    readonly HashSet<AlignedBuffer> _alive = [];

    readonly record struct Copy(nint From, nint To, long Bytes);

    /// <summary>Where an input or output lies.</summary>
    sealed record Slot(AlignedBuffer Memory, long Offset, ElementType Element, long[] Sizes)
    {
        public long Count { get; } = Sizes.Aggregate(1L, (product, size) => product * size);

        public Span<T> Span<T>() where T : unmanaged => Memory.Span<T>(Offset, Count);

        public Span<byte> Bytes => Memory.Span<byte>(Offset, Element.Bytes(Count));
    }

    public CpuExecutable(FlatProgram flat, Graph graph, MemoryPlan plan, WorkerPool pool)
    {
        _pool = pool;
        (Inputs, Outputs) = (flat.Inputs, flat.Wanted);
        var arena = new AlignedBuffer(plan.ArenaBytes);
        _variables = [.. graph.Inputs.Select(v => v.Variable).OfType<Variable>().Concat(flat.Updated).Distinct()];
        var own = graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToDictionary(v => v, v => new AlignedBuffer(v.Type.Bytes));

        Slot SlotOf(Value v)
        {
            var place = plan[v];
            var memory = place.Storage switch
            {
                Storage.Arena => arena,
                Storage.Variable => place.Variable!.Memory,
                Storage.Own => own[place.Root],
                _ => place.Root.Constant!.Memory,
            };
            _alive.Add(memory);
            return new(memory, place.Storage == Storage.Arena ? place.Offset : 0, v.Element, v.Shape.ToSizes());
        }
        nint Address(Value v) => SlotOf(v) is var slot ? (nint)(slot.Memory.Pointer + slot.Offset) : 0;
        Operand OperandOf(Value? v, bool isOutput = false) =>
            v is null || isOutput && !plan.IsUsed(v) ? default : new((void*)Address(v), v.Element, v.Shape.ToSizes(), v.Constant);

        var kernels = new List<Kernel>();
        _nodes = [.. graph.Nodes.Where(n => !n.Op.IsView)];
        foreach (var node in _nodes)
        {
            var binding = new Binding(node, [.. node.Inputs.Select(i => OperandOf(i))], [.. node.Outputs.Select(o => OperandOf(o, isOutput: true))], pool.Threads, _workspace);
            kernels.Add(Bind(node, binding));
        }
        _kernels = [.. kernels];
        // What the JIT has to compile for a first step takes longer than all else of it: as many threads as will run them share it.
        StartupLoop.For(_kernels.Length, pool.Threads, i => Kernels.Prepare(_nodes[i], _kernels[i]));
        var snapshots = Snapshots(flat, graph, plan);
        _copies = [.. snapshots.Select(s => new Copy(Address(s.Key), (nint)s.Value.Pointer, s.Key.Type.Bytes)), .. Copies(plan, Address)];

        var flatInputs = graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        for (int i = 0; i < flatInputs.Count; i++) _inputs[flat.Inputs[i]] = SlotOf(flatInputs[i]);
        for (int i = 0; i < flat.Wanted.Count; i++) _outputs.TryAdd(flat.Wanted[i], KeptOf(graph.Outputs[i]));

        Slot KeptOf(Value v) => snapshots.TryGetValue(v, out var kept) ? new(kept, 0, v.Element, v.Shape.ToSizes()) : SlotOf(v);
    }

    public override long WorkspaceBytes => _workspace.Bytes;

    public override IReadOnlyList<Value> Inputs { get; }

    public override IReadOnlyList<Value> Outputs { get; }

    public override Span<T> Input<T>(Value value) => Checked<T>(value, InputOf(value)).Span<T>();

    public override ReadOnlySpan<T> Output<T>(Value value) => Checked<T>(value, OutputOf(value)).Span<T>();

    public override ReadOnlySpan<long> SizesOf(Value value) => (_inputs.GetValueOrDefault(value) ?? OutputOf(value)).Sizes;

    public override void Run()
    {
        foreach (var variable in _variables) variable.Recall();
        int i = 0;
        try
        {
            for (; i < _kernels.Length; i++) _kernels[i].Run(_pool);
        }
        catch (Exception e) when (e is not GraphException)
        {
            throw Kernels.Error(_nodes[i], e);
        }
        foreach (var (from, to, bytes) in _copies) Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
        GC.KeepAlive(this);
    }

    public override Tensor OutputTensor(Value value)
    {
        var slot = OutputOf(value);
        return Tensor.FromBytes(slot.Element, slot.Bytes, slot.Sizes);
    }

    public override void Feed(Value value, Tensor tensor)
    {
        var slot = InputOf(value);
        if (tensor.Element != slot.Element || !tensor.Dims.SequenceEqual(slot.Sizes))
            throw new NablaException($"Input '{value.Name}' is {new TensorType(slot.Element, Shape.Of(slot.Sizes))}; it cannot be fed a tensor of {tensor.Type}.");
        tensor.Bytes.CopyTo(slot.Bytes);
    }

    private protected override void CopyRows<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> rows, int width, Span<T> target)
    {
        fixed (T* from = table, to = target)
        fixed (int* which = rows) _rows.Run(_pool, (byte*)from, which, rows.Length, (long)width * sizeof(T), (byte*)to);
    }

    static Kernel Bind(Node node, Binding binding) =>
        Kernels.Guard(node, () => node.Op.Bind(binding)) ?? throw new NablaException($"{node.Describe()}: there is no kernel for these types on the CPU.");

    // An output that is a variable's old value, or an input's, or a view of it, must be kept before that one changes: an input may be written as soon as a run is done.
    Dictionary<Value, AlignedBuffer> Snapshots(FlatProgram flat, Graph graph, MemoryPlan plan)
    {
        var kept = new Dictionary<Value, AlignedBuffer>();
        foreach (var v in graph.Outputs.Take(flat.Wanted.Count).Distinct())
            if (plan[v] is { Storage: Storage.Own } || plan[v] is { Storage: Storage.Variable, Root.Variable: not null } place && flat.Updated.Contains(place.Variable!)) _alive.Add(kept[v] = new(v.Type.Bytes));
        return kept;
    }

    // A result that is another variable's old value must be read before that one changes.
    List<Copy> Copies(MemoryPlan plan, Func<Value, nint> address)
    {
        var (first, later) = (new List<Copy>(), new List<Copy>());
        foreach (var (result, target) in plan.Copies)
        {
            var from = address(result);
            _alive.Add(target.Memory);
            if (plan[result].Storage == Storage.Variable)
            {
                var aside = new AlignedBuffer(target.Type.Bytes);
                _alive.Add(aside);
                first.Add(new(from, (nint)aside.Pointer, target.Type.Bytes));
                from = (nint)aside.Pointer;
            }
            later.Add(new(from, (nint)target.Memory.Pointer, target.Type.Bytes));
        }
        return [.. first, .. later];
    }

    Slot InputOf(Value value) => _inputs.TryGetValue(value, out var known) ? known
        : throw (_outputs.ContainsKey(value) ? new NablaException($"'{value.Name}' is not an input of this executable.") : Unknown(value));

    Slot OutputOf(Value value) => _outputs.TryGetValue(value, out var known) || _inputs.TryGetValue(value, out known) ? known : throw Unknown(value);

    static NablaException Unknown(Value value) => new($"'{value.Name}' is neither an input nor an output of this executable; ask for it when compiling.");

    static Slot Checked<T>(Value value, Slot slot) where T : unmanaged =>
        ElementTypes.Of<T>() == slot.Element ? slot : throw new NablaException($"'{value.Name}' holds {slot.Element.Text()}, not {ElementTypes.Of<T>().Text()}.");
}
