namespace Nabla.Cli;

/// <summary>A variable and its value.</summary>
sealed record VariableReport(string Name, double Value);

/// <summary>What one method found, in the order of the variables; null where it has no finite number. Errors are estimates, of numbers that are not exact but for rounding.</summary>
sealed record MethodReport(string Method, double? Value, IReadOnlyList<double?> Gradient, IReadOnlyList<double?>? GradientErrors,
    IReadOnlyList<IReadOnlyList<double?>>? Hessian, IReadOnlyList<IReadOnlyList<double?>>? HessianErrors, string? Note);

/// <summary>A derivative as a formula.</summary>
sealed record FormulaReport(IReadOnlyList<string> By, string Formula, string Latex);

/// <summary>How many operations something takes.</summary>
sealed record OperationsReport(string Of, long Additions, long Multiplications, long Divisions, long Powers, long Functions, long Total);

/// <summary>One line of a trace; null where it has no finite value.</summary>
sealed record TraceStepReport(string Name, string Formula, double? Value);

/// <summary>A tangent trace, for a direction along one variable.</summary>
sealed record TangentTraceReport(string Variable, IReadOnlyList<TraceStepReport> Steps);

/// <summary>The three traces.</summary>
sealed record TraceReport(IReadOnlyList<TraceStepReport> Evaluation, IReadOnlyList<TangentTraceReport> Tangents, IReadOnlyList<TraceStepReport> Adjoint);

/// <summary>What <c>nabla grad --json</c> writes.</summary>
sealed record GradReport
{
    public required string Expression { get; init; }
    public required string Latex { get; init; }
    public required IReadOnlyList<VariableReport> Variables { get; init; }
    public required double Value { get; init; }
    public required IReadOnlyList<MethodReport> Methods { get; init; }
    public required IReadOnlyList<FormulaReport>? Derivatives { get; init; }
    public required IReadOnlyList<OperationsReport>? Operations { get; init; }
    public required TraceReport? Trace { get; init; }
}
