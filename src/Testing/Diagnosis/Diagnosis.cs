namespace Nabla.Testing;

/// <summary>Kinds of mistakes in adjoint rules.</summary>
public enum Mistake
{
    /// <summary>The adjoint has the wrong sign.</summary>
    Sign,
    /// <summary>It is twice what it should be.</summary>
    FactorTwo,
    /// <summary>It is half of what it should be.</summary>
    FactorHalf,
    /// <summary>It is off by the number of elements of a dimension: a mean that should be a sum, or the other way round.</summary>
    BatchSize,
    /// <summary>It is off by some other constant factor.</summary>
    Factor,
    /// <summary>It is transposed, or an operand of the rule is.</summary>
    Transposed,
    /// <summary>Adjoints or operands of two inputs are exchanged.</summary>
    SwappedInputs,
    /// <summary>What broadcasting repeated is not summed.</summary>
    MissingBroadcastSum,
    /// <summary>The rule reads a value that does not follow the inputs: of another run, or a constant.</summary>
    StaleValue,
    /// <summary>The rule works along the wrong axis.</summary>
    WrongAxis,
    /// <summary>A term is missing or wrong: no single slip explains it.</summary>
    MissingTerm,
    /// <summary>The adjoint is absent or zero where the function has a slope.</summary>
    Absent,
    /// <summary>The rule throws, or gives a tensor of the wrong type.</summary>
    Broken,
}

/// <summary>The mistake that explains a wrong adjoint.</summary>
/// <param name="Mistake">Its kind.</param>
/// <param name="Sentence">Where it shows, and what would make it right.</param>
public sealed record Diagnosis(Mistake Mistake, string Sentence);
