namespace Nabla.Training;

/// <summary>Steps that are done in one run.</summary>
/// <param name="Executable">What does them; its inputs are written.</param>
/// <param name="First">The first batch.</param>
/// <param name="Steps">How many.</param>
readonly record struct StepRun(Executable Executable, int First, int Steps);
