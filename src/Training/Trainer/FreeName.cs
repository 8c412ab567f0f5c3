namespace Nabla.Training;

/// <summary>Names for what a step adds to a model that may have used them.</summary>
static class FreeName
{
    /// <summary><paramref name="stem"/>, or that with a number, such as no value but <paramref name="self"/> has.</summary>
    public static string In(Program program, string stem, Value? self = null)
    {
        var taken = program.Graphs.SelectMany(g => g.Inputs.Concat(g.Nodes.SelectMany(n => n.Inputs.OfType<Value>().Concat(n.Outputs)))).Where(v => v != self).Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        var name = stem;
        for (int n = 2; taken.Contains(name); n++) name = $"{stem}_{n}";
        return name;
    }
}
