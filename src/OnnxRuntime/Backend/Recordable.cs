namespace Nabla.OnnxRuntime;

/// <summary>Tells which graphs a CUDA graph repeats as they are meant. A replay launches the recorded kernels with the recorded arguments: what a kernel is handed anew at each launch, such as a
/// seed, stays as it was, and what it reads from the computer's memory may be gone.</summary>
static class Recordable
{
    /// <summary>The most pieces of one size that ONNX Runtime's Concat and Split hand on as arguments. More, or others, go by way of a buffer that is gone when a recording is replayed
    /// (its pull requests 32119, 32121 and 32410).</summary>
    public const int MostPieces = 32;

    static readonly HashSet<string> Drawn = ["Bernoulli", "Dropout", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"];

    // Sizes that are known only when it runs, or tables that lie in the computer's memory while it is launched.
    static readonly HashSet<string> OnTheFly = ["Compress", "GatherND", "If", "Loop", "NonZero", "ReverseSequence", "Scan", "Unique"];

    /// <summary>The first node that a replay would not repeat, and why; null if there is none.</summary>
    public static string? Obstacle(Graph graph) =>
        graph.Nodes.Select(n => Obstacle(n) is { } why ? $"{n.Op.Schema.Name} '{n.Name}' {why}" : null).FirstOrDefault(o => o is not null);

    /// <summary>True if a node takes what is fed on the computer's side: ONNX Runtime copies it there when it is bound, and not again.</summary>
    public static bool TakesInputsWhenBound(Graph graph) => graph.Nodes.Any(TakesInputWhenBound);

    static string? Obstacle(Node node)
    {
        var name = node.Op.Schema.Name;
        if (node.Op.Schema.Domain.Length > 0) return "is a function, whose body is not looked into";
        if (Drawn.Contains(name)) return "draws anew at each run";
        if (OnTheFly.Contains(name)) return "reads the computer's memory while it runs";
        if (TakesInputWhenBound(node)) return "is told by an input what to do";
        if (name == "MatMul" && Batches(node.Inputs[0]!) is { Length: > 0 } left && Batches(node.Inputs[1]!) is { Length: > 0 } right && !left.SequenceEqual(right))
            return "multiplies batches of several sizes";
        var pieces = name switch { "Concat" => node.Inputs, "Split" => node.Outputs, _ => [] };
        return pieces.Count > MostPieces ? $"has {pieces.Count} pieces" : pieces.Select(p => p!.Shape).Distinct().Count() > 1 ? "has pieces of several sizes" : null;
    }

    static bool TakesInputWhenBound(Node node) => node.Inputs.Skip(FirstOnThisSide(node.Op.Schema.Name)).Any(v => v?.Kind == ValueKind.Input);

    // Kernels take sizes, axes and bounds on the computer's side: from which input on.
    static int FirstOnThisSide(string op) => op switch
    {
        "ConstantOfShape" or "Range" => 0,
        "Clip" or "CumSum" or "Expand" or "OneHot" or "Pad" or "Reshape" or "Resize" or "Slice" or "Split" or "Squeeze" or "Tile" or "TopK" or "Trilu" or "Unsqueeze" => 1,
        "ReduceMax" or "ReduceMean" or "ReduceMin" or "ReduceProd" or "ReduceSum" => 1,
        _ => int.MaxValue,
    };

    static Dim[] Batches(Value operand) => operand.Shape.Rank > 2 ? [.. operand.Shape.Dims[..^2]] : [];
}
