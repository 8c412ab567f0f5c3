namespace Nabla;

/// <summary>The names taken in a program.</summary>
sealed class NameScope
{
    readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    readonly HashSet<string> _reserved = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>Takes <paramref name="name"/>, or refuses it.</summary>
    public string Take(string name)
    {
        if (string.IsNullOrEmpty(name)) throw new GraphException("A name must not be empty.");
        return _taken.Add(name) ? name : throw new GraphException($"The name '{name}' is taken: names are unique over a program.");
    }

    /// <summary>Takes <paramref name="stem"/> or the first free <c>stem_2</c>, <c>stem_3</c>, ….</summary>
    public string Fresh(string stem)
    {
        if (TryTake(stem)) return stem;
        int n = _next.GetValueOrDefault(stem, 2);
        while (!TryTake($"{stem}_{n}")) n++;
        _next[stem] = n + 1;
        return $"{stem}_{n}";
    }

    /// <summary><paramref name="stem"/> or the first free <c>stem_2</c>, <c>stem_3</c>, …, not taken yet.</summary>
    public string FirstFree(string stem)
    {
        var name = stem;
        for (int n = 2; _taken.Contains(name) || _reserved.Contains(name); n++) name = $"{stem}_{n}";
        return name;
    }

    /// <summary>Keeps <see cref="Fresh"/> from making a name up that is going to be taken.</summary>
    public void Reserve(string name) => _reserved.Add(name);

    bool TryTake(string name) => !_reserved.Contains(name) && _taken.Add(name);

    public void Free(string name) => _taken.Remove(name);
}
