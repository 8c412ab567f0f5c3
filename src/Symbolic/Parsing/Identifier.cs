namespace Nabla.Symbolic;

/// <summary>What a variable may be called.</summary>
static class Identifier
{
    public static bool Starts(char c) => char.IsLetter(c) || c == '_';

    public static bool Continues(char c) => Starts(c) || char.IsDigit(c);

    /// <summary>Why a variable cannot have the name, or null if it can.</summary>
    public static string? WhyNot(string name) =>
        name.Length == 0 || !Starts(name[0]) || !name.All(Continues) ? "a name is a letter or _, then letters, digits and _"
        : Function.Find(name) is not null ? "it is that of a function"
        : NamedConstant.All.Any(c => c.Name == name) ? "it is that of a constant"
        : null;
}
