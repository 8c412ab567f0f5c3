namespace Nabla.Training;

/// <summary>What an executable is for.</summary>
enum Purpose
{
    Train,
    Evaluate,
    Predict,
}

/// <summary>One executable per purpose, batch size and number of steps; the least recently used goes when there are many.</summary>
/// <param name="program">The step.</param>
/// <param name="backend">What compiles it.</param>
/// <param name="readsOutputs">True if training steps give what the model gives, beside the loss.</param>
sealed class ExecutableCache(TrainingStep program, IBackend backend, bool readsOutputs)
{
    const int Capacity = 12;

    readonly List<Entry> _entries = [];

    readonly record struct Entry(Purpose Purpose, int BatchSize, int Steps, Executable Executable);

    public Executable Get(Purpose purpose, int batchSize, int steps = 1)
    {
        int last = _entries.Count - 1;
        for (int i = last; i >= 0; i--)
        {
            var entry = _entries[i];
            if (entry.Purpose != purpose || entry.BatchSize != batchSize || entry.Steps != steps) continue;
            _entries.RemoveAt(i);
            _entries.Add(entry);
            return entry.Executable;
        }
        if (_entries.Count == Capacity)
        {
            // What holds a device's memory frees it now.
            (_entries[0].Executable as IDisposable)?.Dispose();
            _entries.RemoveAt(0);
        }
        Value[] outputs = purpose switch
        {
            Purpose.Predict => [program.Logits],
            Purpose.Evaluate => [program.EvaluationLoss, program.Logits],
            _ => readsOutputs ? [program.Loss, program.TrainingLogits] : [program.Loss],
        };
        var sizes = new Dictionary<string, long> { [program.BatchSymbol] = batchSize };
        var made = steps > 1 ? ((IMultistepBackend)backend).CompileSteps(program.Program, outputs, steps, sizes) : backend.Compile(program.Program, outputs, sizes, updates: purpose == Purpose.Train);
        foreach (var (input, number) in program.FixedInputs)
            if (made.Inputs.Contains(input)) made.Feed(input, Tensor.Filled(input.Element, number, made.SizesOf(input)));
        _entries.Add(new(purpose, batchSize, steps, made));
        return made;
    }
}
