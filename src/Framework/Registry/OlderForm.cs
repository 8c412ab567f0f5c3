namespace Nabla;

/// <summary>An op as an older version of its operator set says it.</summary>
/// <param name="Op">The older op, mostly an <see cref="Upgrade"/>.</param>
/// <param name="Inputs">Its inputs, among them what was added to the graph for it; null where left out. Its outputs are those of the newer op, in order.</param>
public sealed record OlderForm(Op Op, IReadOnlyList<Value?> Inputs);
