namespace Nabla.Testing;

/// <summary>One change to what an adjoint rule has built: a mistake made on purpose, or one taken back.</summary>
/// <param name="Mistake">The kind of mistake.</param>
/// <param name="Description">What is changed, as in "operand x1 transposed".</param>
/// <param name="Apply">Gives the changed contributions.</param>
sealed record Mutation(Mistake Mistake, string Description, Func<BuiltRule, Value?[]> Apply)
{
    /// <summary>True if what broadcasting repeated is left unsummed.</summary>
    public bool LeavesUnsummed { get; init; }

    /// <summary>No change.</summary>
    public static Mutation None { get; } = new(Mistake.Broken, "nothing", rule => rule.Contributions);
}
