namespace Nabla;

/// <summary>An op made ready: shapes, types and addresses are decided. Running it allocates nothing and decides nothing.</summary>
public abstract class Kernel
{
    /// <summary>Computes the outputs once.</summary>
    public abstract void Run(WorkerPool pool);

    /// <summary>
    /// Calls what <see cref="Run"/> will call with nothing to do, so that it is compiled by the JIT. Reads no input and writes no output. Called once, when all kernels are bound, on any thread: those of
    /// an executable prepare at the same time. Worth it for code that takes milliseconds to compile; what is not prepared is compiled in the first run.
    /// </summary>
    public virtual void Prepare()
    {
    }
}

/// <summary>An input or output of a kernel: where it lies and what it is.</summary>
public readonly unsafe struct Operand
{
    internal Operand(void* pointer, ElementType element, long[] sizes, Tensor? constant = null)
    {
        Pointer = pointer;
        (Element, SizesArray, Constant, Count) = (element, sizes, constant, 1);
        foreach (long size in sizes) Count *= size;
    }

    /// <summary>An input made from outside the planner: for tests and benchmarks of kernels.</summary>
    public static Operand Of(Tensor tensor) => new(tensor.Pointer, tensor.Element, tensor.Dims.ToArray(), tensor);

    /// <summary>An operand whose address is given at each run, as that of a tile of a product is.</summary>
    public static Operand Elsewhere(ElementType element, ReadOnlySpan<long> sizes) => new(null, element, sizes.ToArray());

    /// <summary>False where an optional input is left out or an output is read by nothing.</summary>
    public bool IsPresent => SizesArray is not null;

    /// <summary>The first element; 64-byte aligned, the same at every run.</summary>
    public void* Pointer { get; }

    /// <summary>The element type.</summary>
    public ElementType Element { get; }

    /// <summary>The sizes, outermost first; row-major without gaps.</summary>
    public ReadOnlySpan<long> Sizes => SizesArray;

    internal long[] SizesArray { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => SizesArray.Length;

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The content, where it is the same at every run.</summary>
    public Tensor? Constant { get; }
}

/// <summary>What a kernel is bound to.</summary>
public sealed unsafe class Binding
{
    readonly Operand[] _inputs, _outputs;
    readonly Node _node;

    internal Binding(Node node, Operand[] inputs, Operand[] outputs, int threads, Workspace workspace) =>
        (_node, _inputs, _outputs, Threads, Workspace) = (node, inputs, outputs, threads, workspace);

    /// <summary>The number of given inputs, left-out ones before the last included.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>The number of outputs.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>Threads that will run the kernel, for per-thread scratch memory.</summary>
    public int Threads { get; }

    /// <summary>Memory that a kernel has to itself while it runs: what it needs is reserved when it is bound.</summary>
    public Workspace Workspace { get; }

    /// <summary>Input <paramref name="i"/>; not present where it is left out.</summary>
    public Operand In(int i = 0) => i < _inputs.Length ? _inputs[i] : default;

    /// <summary>Output <paramref name="k"/>; not present where nothing reads it.</summary>
    public Operand Out(int k = 0) => _outputs[k];

    /// <summary>An error that shows the node and its types.</summary>
    public GraphException Error(string rule) => new($"{_node.Describe()}: {rule}.");
}
