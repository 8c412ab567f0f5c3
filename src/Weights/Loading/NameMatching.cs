using System.Globalization;

namespace Nabla.Weights;

/// <summary>A tensor and the variable that it is for.</summary>
/// <param name="Source">The tensor's name.</param>
/// <param name="Target">The variable.</param>
/// <param name="IsByOrder">True if the names say nothing, and the order of the layers does.</param>
readonly record struct NamePair(string Source, Variable Target, bool IsByOrder);

/// <summary>Finds the variable of each tensor: by the options, by equal names, by the order of numbered layers.</summary>
static class NameMatching
{
    public static List<NamePair> Match(WeightSet weights, List<Variable> targets, IReadOnlyDictionary<string, string> names)
    {
        var free = new Dictionary<string, Variable>(StringComparer.Ordinal);
        foreach (var target in targets)
            if (!free.TryAdd(target.Name, target)) throw new NablaException($"Two variables are named '{target.Name}'; weights cannot be loaded by name.");
        var pairs = new List<NamePair>();
        foreach (var (source, target) in names)
        {
            if (!weights.TryGet(source, out _)) throw new NablaException($"'{source}' cannot be loaded into '{target}': the file has no such tensor.{Meant(source, weights.Names)}");
            if (!free.Remove(target, out var variable))
                throw new NablaException($"'{source}' cannot be loaded into '{target}': {(targets.Exists(t => t.Name == target) ? "another tensor was" : $"the model has no such variable.{Meant(target, targets.Select(t => t.Name))}")}");
            pairs.Add(new(source, variable, false));
        }
        foreach (var source in weights.Names)
            if (!names.ContainsKey(source) && free.Remove(source, out var variable)) pairs.Add(new(source, variable, false));
        var taken = pairs.Select(p => p.Source).ToHashSet();
        pairs.AddRange(ByOrder([.. weights.Names.Where(n => !taken.Contains(n))], [.. targets.Where(t => free.ContainsKey(t.Name))]));
        return pairs;
    }

    // All or none: one layer too many, and every one behind it would take its neighbour's weights.
    static IEnumerable<NamePair> ByOrder(List<string> sources, List<Variable> targets)
    {
        if (sources.Count == 0 || targets.Count == 0) return [];
        var layers = Layers(sources, n => n).ToList();
        if (layers.Select(l => Parent(l.Key)).Distinct().Count() != 1 || !layers.TrueForAll(l => Number(l.Key) is not null)) return [];
        layers.Sort((a, b) => Number(a.Key)!.Value.CompareTo(Number(b.Key)!.Value));
        var own = Layers(targets, t => t.Name);
        if (layers.Count != own.Count || layers.Zip(own).Any(p => !p.First.Value.Keys.ToHashSet().SetEquals(p.Second.Value.Keys))) return [];
        return layers.Zip(own).SelectMany(p => p.First.Value.Select(leaf => new NamePair(leaf.Value, p.Second.Value[leaf.Key], true)));
    }

    // 0.weight, 0.bias → 0: weight, bias
    static OrderedDictionary<string, Dictionary<string, T>> Layers<T>(List<T> items, Func<T, string> name)
    {
        var layers = new OrderedDictionary<string, Dictionary<string, T>>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            int dot = name(item).LastIndexOf('.');
            var (key, leaf) = dot < 0 ? ("", name(item)) : (name(item)[..dot], name(item)[(dot + 1)..]);
            if (!layers.TryGetValue(key, out var leaves)) layers.Add(key, leaves = new(StringComparer.Ordinal));
            leaves[leaf] = item;
        }
        return layers;
    }

    static string Parent(string layer) => layer.LastIndexOf('.') is var dot and >= 0 ? layer[..dot] : "";

    static int? Number(string layer) =>
        int.TryParse(layer.AsSpan(layer.LastIndexOf('.') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    static string Meant(string name, IEnumerable<string> known) => Suggestion.For(name, known) is { } near ? $" Did you mean '{near}'?" : "";
}
