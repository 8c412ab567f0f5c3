namespace Nabla;

/// <summary>An input of an op that a layer made of the op learns, such as the slope of PRelu: where only x is at hand, it is a parameter.</summary>
/// <param name="input">The input, as the signature calls it.</param>
/// <param name="initial">The first value of all its elements.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class LearnedAttribute(string input, float initial) : Attribute
{
    /// <summary>The input, as the signature calls it.</summary>
    public string Input { get; } = input;

    /// <summary>The first value of all its elements.</summary>
    public float Initial { get; } = initial;

    /// <summary>True for a number each feature, the last dimension of x; false for a single number.</summary>
    public bool PerFeature { get; init; }
}
