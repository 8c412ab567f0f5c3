namespace Nabla.Weights;

/// <summary>A variable that took its value from a file.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Source">The tensor of the file.</param>
/// <param name="Transposed">True if the matrix was turned.</param>
/// <param name="Stored">The type it had in the file.</param>
public sealed record LoadedWeight(string Name, string Source, bool Transposed, TensorType Stored);

/// <summary>A variable whose tensor does not fit.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Source">The tensor of the file.</param>
/// <param name="Reason">Why.</param>
public sealed record UnfitWeight(string Name, string Source, string Reason);

/// <summary>What became of the variables of a model and of the tensors of a file.</summary>
/// <param name="Loaded">Variables that were set.</param>
/// <param name="Missing">Variables for which the file has nothing.</param>
/// <param name="Unexpected">Tensors that no variable takes.</param>
/// <param name="Unfit">Variables whose tensor is of another shape or type.</param>
public sealed record WeightReport(IReadOnlyList<LoadedWeight> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<UnfitWeight> Unfit)
{
    const int MostShown = 5;

    /// <summary>True if every variable was set and no tensor left over.</summary>
    public bool IsComplete => Missing.Count + Unexpected.Count + Unfit.Count == 0;

    /// <summary>One sentence for each kind of trouble; how many were loaded if there is none.</summary>
    public override string ToString() => IsComplete ? $"{Loaded.Count} weights loaded." : string.Join(" ", (string[])
    [
        .. Unfit.Take(MostShown).Select(u => $"'{u.Source}' does not fit '{u.Name}': {u.Reason}."),
        .. Unfit.Count > MostShown ? [$"{Unfit.Count - MostShown} more do not fit."] : (string[])[],
        .. Missing.Count > 0 ? [$"The file has nothing for {Names(Missing)}."] : (string[])[],
        .. Unexpected.Count > 0 ? [$"The model has no place for {Names(Unexpected)}."] : (string[])[],
    ]);

    static string Names(IReadOnlyList<string> names) =>
        $"{string.Join(", ", names.Take(MostShown).Select(n => $"'{n}'"))}{(names.Count > MostShown ? $" and {names.Count - MostShown} more" : "")}";
}
