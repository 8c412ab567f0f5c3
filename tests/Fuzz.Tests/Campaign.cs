using System.Collections.Concurrent;

namespace Nabla.Tests;

/// <summary>One thread's share of mutated files.</summary>
sealed class Campaign(IReadOnlyList<byte[]> seeds, int seed, Coverage? coverage = null)
{
    // A name that holds a quote or a bracket makes its message an outcome of its own, and so do all files made of that one: beyond this outcomes tell nothing new.
    const int MostOutcomes = 20_000;

    readonly Mutator _mutator = new(seeds, seed);

    /// <summary>Files tried.</summary>
    public long Executions { get; private set; }

    /// <summary>Branches that they took, where those are counted.</summary>
    public int Branches => coverage?.Branches ?? 0;

    /// <summary>What they reached.</summary>
    public HashSet<string> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that broke a rule, and how; of each kind one.</summary>
    public ConcurrentDictionary<string, (byte[] File, string Failure)> Findings { get; } = new(StringComparer.Ordinal);

    /// <summary>Tries files until one is enough.</summary>
    public void Run(Func<long, bool> isEnough)
    {
        while (!isEnough(Executions))
        {
            var (file, tree) = _mutator.Next();
            if (coverage is not null) Coverage.Forget();
            var outcome = Trial.Of(file);
            bool isNew = coverage?.IsNew() ?? false;
            Executions++;
            if (outcome.Failure is { } failure) Findings.TryAdd(Kind(failure), (file, failure));
            else if ((Reached.Count < MostOutcomes && Reached.Add(outcome.Reached) && coverage is null) | isNew) _mutator.Keep(tree, file.Length);
        }
    }

    // The exception and where it was thrown.
    static string Kind(string failure) => string.Join('\n', failure.Split('\n').Take(1).Select(l => l.Split(':')[^1].Trim() is var last && l.Length > 60 ? l[..60] : last)
        .Concat(failure.Split('\n').Where(l => l.Contains("   at Nabla.", StringComparison.Ordinal)).Take(1)));
}
