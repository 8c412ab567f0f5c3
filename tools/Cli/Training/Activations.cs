using Nabla.Training;

namespace Nabla.Cli;

/// <summary>Which ops can stand between two layers: those of one tensor, further inputs being learned, that keep its type and have an adjoint, whoever brought them.</summary>
static class Activations
{
    /// <summary>The registered name of an activation; upper and lower case and underscores do not matter.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static string Resolve(Registry registry, string name)
    {
        var known = All(registry);
        if (known.Count == 0) throw new NablaException("There is no activation: no plugin with one is loaded. See 'nabla ops' for the reasons.");
        if ((known.Find(k => k == name) ?? known.Find(k => Plain(k) == Plain(name))) is { } found) return found;
        // Without its domain, where no other has the name.
        if (known.Where(k => Plain(k[(k.LastIndexOf('.') + 1)..]) == Plain(name)).ToList() is [var only]) return only;
        var meant = Suggestion.For(name, known) is { } near ? $" Did you mean {near}?" : "";
        var failed = string.Concat(registry.Plugins.Where(p => p.Failure is not null).Select(p => $" Plugin '{p.Name}' could not be loaded: {p.Failure}"));
        throw new UsageException($"--activation {name}: there is no such activation.{meant} Choose one of {string.Join(", ", known)}.{failed}");
    }

    static List<string> All(Registry registry) =>
        [.. registry.Ops.Select(o => o.Schema).Where(s => Fits(s, registry)).Select(s => s.Title).Distinct().Order(StringComparer.Ordinal)];

    static bool Fits(OpSchema op, Registry registry)
    {
        if (op.IsUpgrade || !op.HasAdjoint || !TakesOne(op) || op.Attributes.Any(a => a.IsRequired)) return false;
        var graph = new Program(registry).AddGraph("trial");
        var x = graph.Input("x", ElementType.Float32, ["N", 4]);
        try
        {
            var made = registry.Make(op.Name, domain: op.Domain);
            if (made.IsView && op is not { Domain: "", Name: "Identity" }) return false;
            return (op.Learned.Count > 0 ? new Activation(op.Title).Build(new(graph), x) : graph.Add(made, x)[0]).Type == x.Type;
        }
        catch (NablaException)
        {
            return false;
        }
    }

    static bool TakesOne(OpSchema op) => op.Signature.Inputs is [{ IsVariadic: false, IsOptional: false }]
        || op.Learned.Count > 0 && op.Signature.Inputs.Skip(1).All(i => i.IsOptional || op.Learned.Any(l => l.Input == i.Name));

    static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
