namespace Nabla.Onnx;

/// <summary>What rules ask of values: which op computes them, and whether they are numbers that are known.</summary>
static class Patterns
{
    /// <summary>The inputs of the op that computes a value, if it is the named one of ONNX's own; else null.</summary>
    public static Value[]? Reads(this Value v, string op) =>
        v.Producer is { } node && node.Op.Is(op) && node.Inputs.All(i => i is not null) ? [.. node.Inputs.Select(i => i!)] : null;

    public static bool Is(this Op op, string name) => op.Schema is { Domain: "" } schema && schema.Name == name;

    /// <summary>The value of an attribute by its name in ONNX.</summary>
    public static T Get<T>(this Op op, string attribute) => (T)op.Schema.Attributes.Single(a => a.OnnxName == attribute).ValueOf(op)!;

    /// <summary>The one number that a constant of floats holds; null for anything else.</summary>
    public static double? Scalar(this Value v) => v.Constant is { Count: 1 } tensor && v.Shape.Rank == 0 && v.Element.IsFloat() ? tensor.ToDoubles()[0] : null;

    /// <summary>True if the value is a single number without dimensions, known or not: it broadcasts to anything and changes no shape.</summary>
    public static bool IsScalar(this Value v) => v.Shape.Rank == 0;

    /// <summary>The two factors of a product of something with a single number, the number last; null if it is none.</summary>
    public static (Value Of, Value By)? Scaled(this Value v) => v.Reads("Mul") is not [var a, var b] || a.IsScalar() == b.IsScalar() ? null : b.IsScalar() ? (a, b) : (b, a);
}
