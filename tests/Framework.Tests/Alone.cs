namespace Nabla.Tests;

/// <summary>Tests that change, or measure, what the whole process shares.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
