namespace Nabla;

/// <summary>The formal inputs and outputs of an op, read from text such as <c>A, B, C? -> Y</c>.</summary>
public sealed class Signature
{
    /// <summary>One formal input or output.</summary>
    /// <param name="Name">The ONNX name.</param>
    /// <param name="IsOptional">It may be left out.</param>
    /// <param name="IsVariadic">Any number may stand here, or at least one if it is not optional; always the last.</param>
    public readonly record struct Slot(string Name, bool IsOptional, bool IsVariadic);

    readonly string _text;

    Signature(string text, Slot[] inputs, Slot[] outputs) => (_text, Inputs, Outputs) = (text, inputs, outputs);

    /// <summary>The formal inputs.</summary>
    public IReadOnlyList<Slot> Inputs { get; }

    /// <summary>The formal outputs.</summary>
    public IReadOnlyList<Slot> Outputs { get; }

    /// <summary>The smallest number of inputs.</summary>
    public int MinInputs => Minimum(Inputs);

    /// <summary>The largest number of inputs.</summary>
    public int MaxInputs => Inputs.Any(s => s.IsVariadic) ? int.MaxValue : Inputs.Count;

    /// <summary>The smallest number of outputs a node must name.</summary>
    public int MinOutputs => Minimum(Outputs);

    /// <summary>The largest number of outputs.</summary>
    public int MaxOutputs => Outputs.Any(s => s.IsVariadic) ? int.MaxValue : Outputs.Count;

    /// <summary>Formal input <paramref name="i"/>; the variadic one repeats.</summary>
    public Slot Input(int i) => Inputs[Math.Min(i, Inputs.Count - 1)];

    /// <summary>Reads the text form.</summary>
    /// <exception cref="NablaException">There is no arrow, or more than one.</exception>
    public static Signature Parse(string text)
    {
        var sides = text.Split("->", StringSplitOptions.TrimEntries);
        if (sides.Length != 2) throw new NablaException($"the signature '{text}' is not of the form 'inputs -> outputs'.");
        return new(text, Slots(sides[0]), Slots(sides[1]));

        static Slot[] Slots(string side) =>
            [.. side.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(s => new Slot(s.TrimEnd('?', '*', '+'), s.EndsWith('?') || s.EndsWith('*'), s.EndsWith('*') || s.EndsWith('+')))];
    }

    internal void CheckInputs(Inference x)
    {
        if (x.Count < MinInputs || x.Count > MaxInputs)
            throw x.Error($"takes {Range(MinInputs, MaxInputs, "input")} ({_text}); there are {x.Count}");
        for (int i = 0; i < x.Count; i++)
            if (!x.Has(i) && !Input(i).IsOptional) throw x.Error($"input {i} '{Input(i).Name}' must not be left out");
    }

    internal void CheckOutputs(Op op, int count)
    {
        if (count < MinOutputs || count > MaxOutputs)
            throw new GraphException($"{op.Schema.Identifier}: its shape rule gives {count} outputs; its signature says {Range(MinOutputs, MaxOutputs, "output")}.");
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    static int Minimum(IReadOnlyList<Slot> slots)
    {
        int last = -1;
        for (int i = 0; i < slots.Count; i++) if (!slots[i].IsOptional) last = i;
        return last + 1;
    }

    static string Range(int min, int max, string what) =>
        min == max ? $"{min} {what}{(min == 1 ? "" : "s")}" : max == int.MaxValue ? $"{min} or more {what}s" : $"{min} to {max} {what}s";
}
