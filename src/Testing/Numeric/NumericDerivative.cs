namespace Nabla.Testing;

/// <summary>A numerical derivative with an estimate of its own error.</summary>
/// <param name="Value">The derivative.</param>
/// <param name="Error">How far it may be off: what neighbouring steps disagree by, and what rounding adds.</param>
/// <param name="Step">The step that was chosen.</param>
public readonly record struct NumericDerivative(double Value, double Error, double Step);
