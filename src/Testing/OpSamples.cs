using System.Diagnostics.CodeAnalysis;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Finds the sample tables of registered ops.</summary>
public static class OpSamples
{
    /// <summary>The rows of every <see cref="IOpSamples"/> that stands beside a registered op, for ops that are registered, in the order of the tables.</summary>
    /// <exception cref="NablaException">A table throws, or two rows have one name.</exception>
    [RequiresUnreferencedCode("Looks for sample tables in the assemblies of ops.")]
    public static IReadOnlyList<OpSample> Of(Registry registry)
    {
        var types = registry.Ops.Select(o => o.Schema.OpType).ToHashSet();
        List<OpSample> rows = [.. types.Select(t => t.Assembly).Distinct().SelectMany(a => a.GetTypes()).Where(IsTable).SelectMany(Rows).Where(r => types.Contains(r.Op.GetType()))];
        if (rows.GroupBy(r => r.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new NablaException($"Two samples are called '{twice.Key}'; give one another name.");
        return rows;
    }

    static bool IsTable(Type t) => !t.IsAbstract && typeof(IOpSamples).IsAssignableFrom(t) && t.GetConstructor([]) is not null;

    static List<OpSample> Rows(Type table)
    {
        try
        {
            return [.. ((IOpSamples)Activator.CreateInstance(table)!).Samples];
        }
        catch (Exception e) when (e is not NablaException)
        {
            var cause = e.InnerException ?? e;
            throw new NablaException($"The sample table {table.FullName} threw {cause.GetType().Name}: {cause.Message}", e);
        }
    }
}
