namespace Nabla.Onnx;

/// <summary>The names that a graph defines, and those of the graphs around it.</summary>
sealed class NameTable(NameTable? outer = null)
{
    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>A table that goes on from here.</summary>
    public NameTable Copy()
    {
        var copy = new NameTable(outer);
        copy._names.UnionWith(_names);
        return copy;
    }

    public bool IsOwn(string name) => _names.Contains(name);

    public bool IsKnown(string name) => _names.Contains(name) || outer?.IsKnown(name) == true;

    public void Add(string name) => _names.Add(name);
}
