namespace Nabla;

/// <summary>Something that runs programs.</summary>
public interface IBackend
{
    /// <summary>As a person would call it: <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>Makes a program, or the part of it that some values need, ready to run for given sizes.</summary>
    /// <param name="program">The program.</param>
    /// <param name="outputs">The values that can be read after a run; of any of its graphs.</param>
    /// <param name="sizes">A size for every symbol that occurs.</param>
    /// <param name="updates">True if a run ends with the program's updates.</param>
    Executable Compile(Program program, IReadOnlyList<Value> outputs, IReadOnlyDictionary<string, long>? sizes = null, bool updates = false);
}

/// <summary>A compiled program. Not for use by several threads at a time; several executables may share variables.</summary>
public abstract class Executable
{
    /// <summary>The values that must be fed, in the order of their declaration.</summary>
    public abstract IReadOnlyList<Value> Inputs { get; }

    /// <summary>The values that can be read.</summary>
    public abstract IReadOnlyList<Value> Outputs { get; }

    /// <summary>Where input <paramref name="value"/> is written before a run; it keeps its content until it is written again.</summary>
    public abstract Span<T> Input<T>(Value value) where T : unmanaged;

    /// <summary>What the last run computed for output <paramref name="value"/>; overwritten by the next.</summary>
    public abstract ReadOnlySpan<T> Output<T>(Value value) where T : unmanaged;

    /// <summary>The bound sizes of an input or output.</summary>
    public abstract ReadOnlySpan<long> SizesOf(Value value);

    /// <summary>Runs once.</summary>
    public abstract void Run();

    /// <summary>Begins a run: at once, the inputs may be written for the next one, while a device is still at work on this. What reads an output waits for it.</summary>
    public virtual void Start() => Run();

    /// <summary>Says that the inputs of the next run are written: a device with memory of its own takes them over while it is still at work on this one. An input that is written
    /// afterwards is taken over anew.</summary>
    public virtual void Stage() { }

    /// <summary>Bytes that kernels use one after another, beside the values that are planned; 0 where that is not known.</summary>
    public virtual long WorkspaceBytes => 0;

    /// <summary>A copy of what the last run computed for output <paramref name="value"/>.</summary>
    public abstract Tensor OutputTensor(Value value);

    /// <summary>Copies a tensor into input <paramref name="value"/>.</summary>
    /// <exception cref="NablaException">Type or sizes differ.</exception>
    public abstract void Feed(Value value, Tensor tensor);
}
