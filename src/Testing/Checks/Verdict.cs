namespace Nabla.Testing;

/// <summary>What a check found.</summary>
public enum Verdict
{
    /// <summary>The rule holds within the error of the measurement.</summary>
    Pass,
    /// <summary>The measurement cannot tell: its own error is too large.</summary>
    Inconclusive,
    /// <summary>The rule is wrong by more than the measurement can be.</summary>
    Fail,
}

/// <summary>What is checked of an op or a model.</summary>
public enum Aspect
{
    /// <summary>The shape rule, with sizes and with symbols, against what the kernel gives.</summary>
    Shape,
    /// <summary>Inputs are left alone, and the bits do not depend on the run, the passes or the number of threads.</summary>
    Purity,
    /// <summary>float32 against float64.</summary>
    Precision,
    /// <summary>The adjoint against finite differences.</summary>
    Reverse,
    /// <summary>Each output alone, and each subset of the wanted inputs, against all together.</summary>
    Subsets,
    /// <summary>Forward mode against reverse mode: ⟨Jv, w⟩ = ⟨v, Jᵀw⟩.</summary>
    Forward,
    /// <summary>The adjoint of the adjoint against finite differences, and the symmetry of second derivatives.</summary>
    Second,
}

/// <summary>What one check of one aspect found.</summary>
/// <param name="Aspect">What was checked.</param>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Message">The numbers, and for a failure what is likely wrong; empty for a plain pass.</param>
public sealed record Finding(Aspect Aspect, Verdict Verdict, string Message = "")
{
    /// <summary>What kind of mistake explains a failure, if one does.</summary>
    public Diagnosis? Diagnosis { get; init; }
}
