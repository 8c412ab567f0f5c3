using System.Diagnostics.CodeAnalysis;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>The sample tables of registered ops: every <see cref="IOpSamples"/> that stands beside one of them.</summary>
public sealed class OpSamples
{
    OpSamples(IReadOnlyList<OpSample> rows, IReadOnlyList<string> problems) => (Rows, Problems) = (rows, problems);

    /// <summary>The rows of registered ops, in the order of the tables.</summary>
    public IReadOnlyList<OpSample> Rows { get; }

    /// <summary>Tables that cannot be read, and rows that are called as another: a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Reads all tables; one that throws is a problem, and the others are there.</summary>
    [RequiresUnreferencedCode("Looks for sample tables in the assemblies of ops.")]
    public static OpSamples Of(Registry registry)
    {
        var types = registry.Ops.Select(o => o.Schema.OpType).ToHashSet();
        var (rows, problems) = (new List<OpSample>(), new List<string>());
        foreach (var table in types.Select(t => t.Assembly).Distinct().SelectMany(a => a.GetTypes()).Where(IsTable))
        {
            try
            {
                rows.AddRange(((IOpSamples)Activator.CreateInstance(table)!).Samples.Where(r => types.Contains(r.Op.GetType())));
            }
            catch (Exception e)
            {
                var cause = e is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : e;
                problems.Add($"The sample table {table.FullName} of plugin '{table.Assembly.GetName().Name}' threw {cause.GetType().Name}: {cause.Message}");
            }
        }
        problems.AddRange(rows.GroupBy(r => r.Name).Where(g => g.Count() > 1).Select(g => $"{g.Count()} samples are called '{g.Key}'; give each a name of its own."));
        return new(rows, problems);
    }

    /// <summary>Rows for an op that has none: floating-point inputs of a few shapes, all attributes at their defaults. Empty where the op does not take that.</summary>
    public static IReadOnlyList<OpSample> Guessed(Registry registry, OpSchema schema)
    {
        if (schema.Attributes.Any(a => a.IsRequired)) return [];
        int inputs = Math.Max(schema.Signature.MinInputs, schema.Signature.Inputs.Count == 0 ? 0 : 1);
        return [.. new long[][] { [7], [3, 4], [3, 3] }.Select(Row).Where(Fits)];

        OpSample Row(long[] sizes) => new($"{schema.Title} [{string.Join(',', sizes)}], guessed", schema.Create(), [.. Enumerable.Range(0, inputs).Select(_ => InputSpec.Float(sizes))]);

        bool Fits(OpSample row)
        {
            try
            {
                return Evaluate.Op(registry, row.Op, row.Draw(ElementType.Float64)).Any(t => t.Element.IsFloat());
            }
            catch (NablaException)
            {
                // The op wants other inputs than these: no row.
                return false;
            }
        }
    }

    static bool IsTable(Type t) => !t.IsAbstract && typeof(IOpSamples).IsAssignableFrom(t) && t.GetConstructor([]) is not null;
}
