namespace Nabla.Cli;

/// <summary>Where a training keeps itself, and how often.</summary>
/// <param name="Path">The file.</param>
/// <param name="Every">Steps between two writings beside those after each epoch; null for none.</param>
sealed record CheckpointPlan(string Path, int? Every);
