namespace Nabla;

/// <summary>What a variable begins with, as a rule that a file can hold: to begin anew.</summary>
public abstract record FirstValue
{
    /// <summary>One number everywhere.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Constant(float Value) : FirstValue;

    /// <summary>N(0, σ²).</summary>
    /// <param name="Deviation">σ, at least 0.</param>
    /// <param name="Seed">Tells apart the numbers of variables, and of trainings; below 2²⁴, exact in a float.</param>
    public sealed record Normal(double Deviation, long Seed) : FirstValue;

    /// <summary>U(−b, b).</summary>
    /// <param name="Bound">b, at least 0.</param>
    /// <param name="Seed">As for <see cref="Normal"/>.</param>
    public sealed record Uniform(double Bound, long Seed) : FirstValue;
}
