using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>One row of the table: an op with attributes, and how its inputs are drawn.</summary>
public sealed record OpCase(string Name, Op Op, params InputSpec?[] Inputs)
{
    /// <summary>Inputs that are constants of the graph, such as axes: by default all that are fixed integers of rank at most 1 and not labels or indices.</summary>
    public IReadOnlySet<int> Constant { get; init; } = new HashSet<int>();

    /// <summary>Why ONNX Runtime is not asked, or null.</summary>
    public string? NotOnOrt { get; init; }

    /// <summary>How far float32 may be from ONNX Runtime, relative to the result.</summary>
    public double Tolerance { get; init; } = 2e-6;

    /// <summary>False for an op that has no float output, or none that depends smoothly on an input.</summary>
    public bool Differentiable { get; init; } = true;

    public Tensor?[] Draw(ElementType @float, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Inputs.Select(i => i?.ToTensor(i.Draw(random), @float))];
    }

    public override string ToString() => Name;
}
