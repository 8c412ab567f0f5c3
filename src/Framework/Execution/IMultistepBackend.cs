namespace Nabla;

/// <summary>A backend that runs several steps of a program in one run: worth it where a step is shorter than what a run costs beside it.</summary>
public interface IMultistepBackend : IBackend
{
    /// <summary>Makes several steps of a program, with its updates, ready to run one after the other.</summary>
    /// <param name="program">The program.</param>
    /// <param name="outputs">The values that can be read after a run; of any of its graphs.</param>
    /// <param name="steps">How many steps, at least 1.</param>
    /// <param name="sizes">A size for every symbol that occurs.</param>
    /// <returns>An executable whose inputs and outputs have a first dimension of <paramref name="steps"/> before their own.</returns>
    Executable CompileSteps(Program program, IReadOnlyList<Value> outputs, int steps, IReadOnlyDictionary<string, long>? sizes = null);
}
