namespace Nabla;

/// <summary>A rewrite rule: a pattern, a check that says why not, and what takes its place. It runs when a program is compiled, after sizes are bound and before
/// bodies are put in place of ops, again and again until no rule finds anything: what it puts in place must not match it, unless <see cref="WhyNot"/> says no.</summary>
public abstract class Rewrite
{
    /// <summary>As logs show it.</summary>
    public abstract string Name { get; }

    /// <summary>What to look for.</summary>
    public abstract Pattern Pattern { get; }

    /// <summary>Null to rewrite; else the reason not to, half a sentence.</summary>
    public virtual string? WhyNot(RewriteMatch match) => null;

    /// <summary>What takes the place of the root: a value of the same type.</summary>
    /// <param name="match">Where, with the values as they were before.</param>
    /// <param name="x">The values of the pattern by name, in the graph that is built.</param>
    public abstract Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x);
}
