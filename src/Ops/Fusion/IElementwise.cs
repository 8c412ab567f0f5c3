namespace Nabla.Ops;

/// <summary>An op that computes each element of its only output from the elements of its inputs at the same place: what regions are fused of.</summary>
public interface IElementwise
{
    /// <summary>A struct that implements <see cref="IMap"/>, <see cref="IMap2"/> or <see cref="IMap3"/>.</summary>
    Type Formula { get; }

    /// <summary>How many operands the formula has: inputs, then constants.</summary>
    int Operands { get; }

    /// <summary>Attributes as further operands of the formula, the same for every element.</summary>
    IReadOnlyList<double> Constants { get; }

    /// <summary>True if the formula, of two operands, is applied from left to right over any number of inputs; f(x, x) must then be x.</summary>
    bool IsVariadic { get; }

    /// <summary>True for a choice whose operand 0 is a mask; its other operands, and its output, are then numbers.</summary>
    bool ChoosesByMask { get; }

    /// <summary>The formula as code that was compiled ahead of time, applied to whole lanes: where no code can be generated at run time.</summary>
    StageCode Alone<T>() where T : unmanaged, System.Numerics.INumber<T>;
}
