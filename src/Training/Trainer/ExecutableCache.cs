namespace Nabla.Training;

/// <summary>What an executable is for.</summary>
enum Purpose
{
    Train,
    Evaluate,
    Predict,
}

/// <summary>One executable per purpose and batch size; the least recently used goes when there are many.</summary>
sealed class ExecutableCache(TrainingStep program, IBackend backend)
{
    const int Capacity = 12;

    readonly List<Entry> _entries = [];

    readonly record struct Entry(Purpose Purpose, int BatchSize, Executable Executable);

    public Executable Get(Purpose purpose, int batchSize)
    {
        int last = _entries.Count - 1;
        for (int i = last; i >= 0; i--)
        {
            var entry = _entries[i];
            if (entry.Purpose != purpose || entry.BatchSize != batchSize) continue;
            _entries.RemoveAt(i);
            _entries.Add(entry);
            return entry.Executable;
        }
        if (_entries.Count == Capacity) _entries.RemoveAt(0);
        Value[] outputs = purpose switch
        {
            Purpose.Predict => [program.Logits],
            Purpose.Evaluate => [program.EvaluationLoss, program.Logits],
            _ => [program.Loss, program.TrainingLogits],
        };
        var made = backend.Compile(program.Program, outputs, new Dictionary<string, long> { [program.BatchSymbol] = batchSize }, updates: purpose == Purpose.Train);
        foreach (var (input, number) in program.FixedInputs)
            if (made.Inputs.Contains(input)) made.Feed(input, Tensor.Filled(input.Element, number, made.SizesOf(input)));
        _entries.Add(new(purpose, batchSize, made));
        return made;
    }
}
