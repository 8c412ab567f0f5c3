using Nabla.Weights;

namespace Nabla.Cli;

/// <summary>One tensor.</summary>
sealed record WeightEntry(string Name, string Type, IReadOnlyList<long> Shape);

/// <summary>What became of the weights that were loaded.</summary>
sealed record LoadReport(IReadOnlyList<LoadedEntry> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<UnfitWeight> Unfit);

/// <summary>A variable that was set.</summary>
sealed record LoadedEntry(string Name, string Source, bool Transposed, string Stored);

/// <summary>What <c>nabla weights --json</c> writes.</summary>
sealed record WeightsReport(IReadOnlyList<WeightEntry> Tensors, long Elements, LoadReport? Load)
{
    public static WeightsReport Of(IEnumerable<StoredTensor> tensors, WeightReport? load = null)
    {
        var entries = tensors.Select(t => new WeightEntry(t.Name, t.Type.Element.Text(), t.Type.Shape.ToSizes())).ToList();
        return new(entries, entries.Sum(e => e.Shape.Aggregate(1L, (a, b) => a * b)),
            load is null ? null : new([.. load.Loaded.Select(l => new LoadedEntry(l.Name, l.Source, l.Transposed, l.Stored.ToString()))], load.Missing, load.Unexpected, load.Unfit));
    }
}
