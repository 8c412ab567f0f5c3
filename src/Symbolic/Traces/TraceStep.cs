namespace Nabla.Symbolic;

/// <summary>One line of a trace: v4 = v1·v2 = 10.</summary>
/// <param name="Name">What is computed: <c>v4</c>, a tangent <c>v̇4</c> or an adjoint <c>v̄4</c>.</param>
/// <param name="Formula">How, from earlier lines.</param>
/// <param name="Value">The result; NaN or infinite where there is none.</param>
public sealed record TraceStep(string Name, string Formula, double Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} = {Formula} = {Value.Text()}";
}
