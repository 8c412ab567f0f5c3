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

    /// <summary>Copies elements into input <paramref name="value"/>, on several threads where there are many.</summary>
    /// <param name="value">The input.</param>
    /// <param name="elements">As many as the input has, row-major.</param>
    /// <exception cref="NablaException">The type or the number of elements differs.</exception>
    public void Feed<T>(Value value, ReadOnlySpan<T> elements) where T : unmanaged
    {
        var target = Input<T>(value);
        if (elements.Length != target.Length) throw new NablaException($"Input '{value.Name}' has {target.Length} elements; it cannot be fed {elements.Length}.");
        CopyRows(elements, [], elements.Length, target);
    }

    /// <summary>Gathers rows of a table into input <paramref name="value"/>, on several threads where there is much to copy.</summary>
    /// <param name="value">The input, [rows, …], or rows in several first dimensions, as [steps, batch, …].</param>
    /// <param name="table">Rows as long as the input's, one after another.</param>
    /// <param name="rows">Which row of the table each row of the input is; as many as the first dimensions of the input, one or more of them, multiply to.</param>
    /// <exception cref="NablaException">The type or the number of rows differs, or a row is not in the table.</exception>
    public void FeedRows<T>(Value value, ReadOnlySpan<T> table, ReadOnlySpan<int> rows) where T : unmanaged
    {
        var target = Input<T>(value);
        if (!AreRows(SizesOf(value), rows.Length)) throw new NablaException($"Input '{value.Name}' does not have {rows.Length} rows.");
        if (target.Length == 0) return;
        int width = target.Length / rows.Length;
        foreach (int row in rows)
            if (row < 0 || (row + 1L) * width > table.Length) throw new NablaException($"Input '{value.Name}' cannot be fed row {row} of a table of {table.Length / width} rows.");
        CopyRows(table, rows, width, target);
    }

    static bool AreRows(ReadOnlySpan<long> sizes, long rows)
    {
        long product = 1;
        foreach (long size in sizes) if ((product *= size) == rows) return true;
        return false;
    }

    /// <summary>Copies rows of <paramref name="width"/> elements to <paramref name="target"/>: those that <paramref name="rows"/> says, or one row if it is empty. All is checked.</summary>
    private protected virtual void CopyRows<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> rows, int width, Span<T> target) where T : unmanaged
    {
        if (rows.IsEmpty) table.CopyTo(target);
        for (int i = 0; i < rows.Length; i++) table.Slice(rows[i] * width, width).CopyTo(target[(i * width)..]);
    }

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
