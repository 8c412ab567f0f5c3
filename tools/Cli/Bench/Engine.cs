namespace Nabla.Cli;

/// <summary>Something that is measured.</summary>
/// <param name="Name">What runs it.</param>
/// <param name="Run">Runs it once.</param>
/// <param name="Steps">Steps that one run does; the time is printed for one.</param>
readonly record struct Engine(string Name, Action Run, int Steps = 1)
{
    public static implicit operator Engine((string Name, Action Run) e) => new(e.Name, e.Run);
}
