using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nabla;

/// <summary>An op class and who brought it.</summary>
/// <param name="Schema">What the class declares.</param>
/// <param name="Plugin">The plugin's name, or null if it was registered by code.</param>
public sealed record RegisteredOp(OpSchema Schema, string? Plugin);

/// <summary>The ops that graphs may use, by domain, name and version.</summary>
public sealed class Registry
{
    const DynamicallyAccessedMemberTypes Reflected = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties
        | DynamicallyAccessedMemberTypes.PublicMethods;

    readonly Dictionary<(string Domain, string Name), SortedList<int, RegisteredOp>> _ops = [];
    readonly List<RegisteredOp> _all = [];
    readonly List<PluginReport> _plugins = [];
    readonly List<Rewrite> _rewrites = [];

    /// <summary>Every registered op class.</summary>
    public IReadOnlyList<RegisteredOp> Ops => _all;

    /// <summary>The plugins that were found, with the reason where one could not be loaded.</summary>
    public IReadOnlyList<PluginReport> Plugins => _plugins;

    /// <summary>The rewrite rules, in the order in which they are tried.</summary>
    public IReadOnlyList<Rewrite> Rewrites => _rewrites;

    /// <summary>Adds a rewrite rule, which every program of this registry is compiled with.</summary>
    public Registry Add(Rewrite rule)
    {
        _rewrites.Add(rule);
        return this;
    }

    internal void TakeBackRewrites(int from) => _rewrites.RemoveRange(from, _rewrites.Count - from);

    /// <summary>Registers an op class.</summary>
    /// <exception cref="NablaException">The class is not well-formed, or a (domain, op, version) is registered already.</exception>
    public Registry Add<[DynamicallyAccessedMembers(Reflected)] TOp>() where TOp : Op => Add(typeof(TOp));

    /// <summary>Registers an op class.</summary>
    public Registry Add([DynamicallyAccessedMembers(Reflected)] Type op, string? plugin = null) => Add([new(OpSchema.Of(op), plugin)]);

    /// <summary>Registers all of some ops or, if one of them is there already, none.</summary>
    internal Registry Add(IReadOnlyList<RegisteredOp> ops)
    {
        var claimed = new Dictionary<(string, string, int), RegisteredOp>();
        foreach (var entry in ops)
        {
            var schema = entry.Schema;
            var versions = _ops.GetValueOrDefault((schema.Domain, schema.Name));
            foreach (int since in schema.Since)
            {
                var other = versions?.GetValueOrDefault(since) ?? claimed.GetValueOrDefault((schema.Domain, schema.Name, since));
                if (other is not null) throw new NablaException($"{schema.Title}-{since} is registered twice: by {Owner(other)} and by {Owner(entry)}; remove one of them.");
                claimed[(schema.Domain, schema.Name, since)] = entry;
            }
        }
        foreach (var entry in ops)
        {
            var versions = _ops.TryGetValue((entry.Schema.Domain, entry.Schema.Name), out var known) ? known : _ops[(entry.Schema.Domain, entry.Schema.Name)] = [];
            foreach (int since in entry.Schema.Since) versions.Add(since, entry);
            _all.Add(entry);
        }
        return this;

        static string Owner(RegisteredOp r) => r.Plugin is null ? r.Schema.OpType.FullName! : $"plugin '{r.Plugin}'";
    }

    /// <summary>Takes ops back.</summary>
    internal void Remove(IReadOnlyList<RegisteredOp> ops)
    {
        foreach (var op in ops)
        {
            _all.Remove(op);
            var key = (op.Schema.Domain, op.Schema.Name);
            foreach (int since in op.Schema.Since) _ops[key].Remove(since);
            if (_ops[key].Count == 0) _ops.Remove(key);
        }
    }

    /// <summary>Registers every op class of an assembly, and what its <see cref="IOpPlugin"/> classes add.</summary>
    [RequiresUnreferencedCode("Looks for op classes in an assembly; register them one by one with Add<T>() in a trimmed application.")]
    public Registry AddAssembly(Assembly assembly, string? plugin = null)
    {
        foreach (var type in OpTypes(assembly)) Add(type, plugin);
        PluginHooks.Run(this, assembly);
        return this;
    }

    /// <summary>The op classes of an assembly, recognised by their metadata: no code of theirs runs.</summary>
    [RequiresUnreferencedCode("Looks for op classes in an assembly.")]
    internal static IEnumerable<Type> OpTypes(Assembly assembly) =>
        assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Op)) && t.CustomAttributes.Any(a => a.AttributeType == typeof(OpAttribute)))
                .OrderBy(t => t.FullName, StringComparer.Ordinal);

    internal void Report(PluginReport report) => _plugins.Add(report);

    /// <summary>The op class with the largest since-version that is not above the opset.</summary>
    /// <returns>False if no such op is registered.</returns>
    public bool TryFind(string domain, string name, int opset, [NotNullWhen(true)] out OpSchema? schema)
    {
        schema = null;
        if (!_ops.TryGetValue((Canonical(domain), name), out var versions)) return false;
        foreach (var (since, entry) in versions)
            if (since <= opset) schema = entry.Schema;
        return schema is not null;
    }

    /// <summary>True if some version of the op is registered.</summary>
    public bool Knows(string domain, string name) => _ops.ContainsKey((Canonical(domain), name));

    /// <summary>Makes an op by name.</summary>
    /// <param name="name">The ONNX name.</param>
    /// <param name="attributes">Attribute values by ONNX name; what is left out has its default.</param>
    /// <param name="domain">The operator set; empty for ONNX's own.</param>
    /// <param name="opset">The version of the operator set; by default the newest.</param>
    /// <exception cref="NablaException">No plugin provides the op, or the attributes do not fit.</exception>
    public Op Make(string name, IReadOnlyDictionary<string, object>? attributes = null, string domain = "", int opset = int.MaxValue)
    {
        if (TryFind(domain, name, opset, out var schema)) return schema.Create(attributes);
        var title = Canonical(domain).Length == 0 ? name : $"{domain}.{name}";
        if (_ops.TryGetValue((Canonical(domain), name), out var versions))
            throw new NablaException($"Op '{title}' is registered from version {versions.Keys[0]} on; opset {opset} is older.");
        throw new NablaException($"No plugin provides op '{title}'. {Loaded()}");
    }

    string Loaded()
    {
        // Where one that others need has failed, it is the one to mend.
        var causes = _plugins.Where(p => p.Failure is not null && p.MissingOps.Count == 0).ToList();
        var followers = _plugins.Where(p => p.MissingOps.Count > 0).ToList();
        var failed = string.Concat((causes.Count > 0 ? causes : followers).Select(p => $" Plugin '{p.Name}' could not be loaded: {p.Failure}"));
        if (causes.Count > 0 && followers.Count > 0) failed += $" So ops are missing that the rules of {string.Join(", ", followers.Select(p => p.Name))} need, and these were left out too.";
        return _all.Count == 0
            ? $"No op is registered at all: load plugins with PluginFolder.Load, or register op classes with Registry.Add.{failed}"
            : $"Loaded: {string.Join(", ", _all.Select(o => o.Schema.Title).Distinct().Order(StringComparer.Ordinal))}.{failed}";
    }

    static string Canonical(string domain) => domain == "ai.onnx" ? "" : domain;
}
