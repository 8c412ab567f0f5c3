namespace Nabla.Ops;

/// <summary>A reduction whose result may go through a region before it reaches memory.</summary>
public interface IColumnReduction
{
    /// <summary>True if one element alone is reduced to itself.</summary>
    bool KeepsOne { get; }

    /// <summary>How many leading dimensions a node of this op reduces, all others being kept; null if it reduces others, or axes that are not known.</summary>
    int? LeadingAxes(Node node);

    /// <summary>The op that reduces leading dimensions and applies a region to the result.</summary>
    /// <param name="axes">How many dimensions.</param>
    /// <param name="result">The shape of the result.</param>
    /// <param name="region">What follows.</param>
    /// <param name="hole">The region's input that is the result.</param>
    Op With(int axes, Shape result, Region region, int hole);
}
