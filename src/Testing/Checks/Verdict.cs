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
    /// <summary>What the class declares against what the op does: attributes, equality, optional inputs, inputs without a derivative.</summary>
    Schema,
    /// <summary>The shape rule and the kernel at other sizes than the row's: none, one, more, no dimensions at all, shapes that broadcast.</summary>
    Sizes,
    /// <summary>Kernels that may write over an input, inputs that are one value, outputs that are a view.</summary>
    Aliasing,
    /// <summary>The same bits on any number of threads, at sizes that are really shared among them.</summary>
    Threads,
    /// <summary>Not-a-number, infinities, signed zeros and the smallest numbers.</summary>
    Special,
    /// <summary>The op's own kernel against its body.</summary>
    Body,
    /// <summary>What a file holds of the op, run by ONNX Runtime, against the kernel.</summary>
    Onnx,
    /// <summary>Written to a file and read again it is the same op with the same bits.</summary>
    RoundTrip,
    /// <summary>Time an element beside the bandwidth of memory, and nothing allocated by a run.</summary>
    Speed,
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
