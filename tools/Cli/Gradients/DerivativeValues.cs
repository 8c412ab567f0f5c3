namespace Nabla.Cli;

/// <summary>What one method found; NaN or infinite where it has no value.</summary>
sealed record DerivativeValues
{
    public required string Method { get; init; }
    public required double Value { get; init; }
    public required double[] Gradient { get; init; }
    public double[][]? Hessian { get; init; }

    /// <summary>How far the numbers may be off, of a method that only estimates.</summary>
    public double[]? GradientErrors { get; init; }
    public double[][]? HessianErrors { get; init; }

    /// <summary>Why a number is missing.</summary>
    public string? Note { get; init; }
}

/// <summary>A way to differentiate.</summary>
interface IDerivativeMethod
{
    string Name { get; }

    /// <param name="problem">What, by what and where.</param>
    /// <param name="order">2 for the second derivatives too.</param>
    DerivativeValues Of(GradientProblem problem, int order);
}

/// <summary>The methods, in the order in which they are shown.</summary>
static class DerivativeMethods
{
    public const string All = "all";

    public static IReadOnlyList<IDerivativeMethod> Known { get; } = [new ReverseMode(), new ForwardMode(), new NumericMethod(), new SymbolicMethod()];
}
