namespace Nabla.Testing;

/// <summary>Where IEEE 754 and ONNX Runtime part, by op, and where IEEE 754 leaves no choice at all.</summary>
static class SpecialExceptions
{
    /// <summary>Ops of which each result is one number, to the bit. Not Where: there −0 is 0 in ONNX Runtime, which adds what is chosen to what is not.</summary>
    static readonly HashSet<string> Exact = ["Abs", "Add", "Ceil", "Div", "Floor", "Identity", "Mul", "Neg", "Sqrt", "Sub"];

    static readonly Dictionary<string, string> Known = new()
    {
        ["BatchNormalization"] = "mean and scale are one factor and one summand there, ∞ − ∞ where the formula has ∞",
        ["InstanceNormalization"] = "mean and scale are one factor and one summand there, ∞ − ∞ where the formula has ∞",
        ["Clip"] = "a bound that is left out is the largest finite number there, and one that is not a number is none",
        ["ReduceMax"] = "not-a-number is lost there along some axes",
        ["ReduceMin"] = "not-a-number is lost there along some axes",
        ["ScatterElements"] = "the smaller or larger of a number and not-a-number is the number there",
        ["ScatterND"] = "the smaller or larger of a number and not-a-number is the number there",
        ["TopK"] = "not-a-number has no place in the order there",
    };

    /// <summary>Why an op is not held to what ONNX Runtime gives, or null.</summary>
    public static string? Of(Op op) => op.Schema.Domain.Length == 0 ? Known.GetValueOrDefault(op.Schema.Name) : null;

    /// <summary>True if each result is one number.</summary>
    public static bool IsExact(Op op) => op.Schema.Domain.Length == 0 && Exact.Contains(op.Schema.Name);
}
