using System.Diagnostics;
using System.Globalization;

namespace Nabla.Tests;

/// <summary>Mutated models: read or refused with an error of ours, within a second and 512 MiB. NABLA_FUZZ_MINUTES or NABLA_FUZZ_FILES asks for more than the build has time for.</summary>
public class ImportFuzzTests
{
    const int Files = 200_000, Shares = 8;

    [Fact]
    public void Two_hundred_thousand_damaged_models_are_read_or_refused()
    {
        var campaigns = Enumerable.Range(1, Shares).Select(seed => new Campaign(GoodModels.Built, seed)).ToList();
        Parallel.ForEach(campaigns, c => c.Run(n => n == Files / Shares));
        Assert.Equal(Files, campaigns.Sum(c => c.Executions));
        RequireNoFindings(campaigns);
        // Else the mutations would be too wild, or too tame.
        var reached = campaigns.SelectMany(c => c.Reached).ToHashSet();
        foreach (var stage in (string[])["read ", "import ", "done "]) Assert.InRange(reached.Count(r => r.StartsWith(stage, StringComparison.Ordinal)), stage == "read " ? 1 : 50, int.MaxValue);
    }

    [Fact]
    public void What_the_mutations_start_from_is_good()
    {
        Assert.InRange(GoodModels.Built.Count, 200, 5000);
        Assert.All(GoodModels.Built, m => Assert.StartsWith("done ", Trial.Of(m).Reached, StringComparison.Ordinal));
    }

    [Fact]
    public void A_campaign_of_its_own()
    {
        var (minutes, files) = (Setting("MINUTES"), Setting("FILES"));
        if (minutes.Length + files.Length == 0) Assert.Skip("Set NABLA_FUZZ_MINUTES or NABLA_FUZZ_FILES, or run tools/fuzz.sh.");
        var time = minutes.Length > 0 ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)) : TimeSpan.MaxValue;
        long most = files.Length > 0 ? long.Parse(files, CultureInfo.InvariantCulture) : long.MaxValue;
        int seed = int.Parse(Setting("SEED") is { Length: > 0 } given ? given : "1000", CultureInfo.InvariantCulture);
        byte[][] seeds = [.. GoodModels.Built, .. GoodModels.Installed];
        var campaigns = Coverage.IsThere ? [new Campaign(seeds, seed, new Coverage())]
            : Enumerable.Range(seed, Environment.ProcessorCount).Select(s => new Campaign(seeds, s)).ToList();
        var clock = Stopwatch.StartNew();
        var log = Setting("LOG") is { Length: > 0 } path ? path : "fuzz.log";
        using var timer = new Timer(_ => Log("running"), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        Parallel.ForEach(campaigns, new ParallelOptions { MaxDegreeOfParallelism = campaigns.Count }, c => c.Run(n => clock.Elapsed > time || n >= most / campaigns.Count));
        Log("done");
        RequireNoFindings(campaigns);

        void Log(string state) => File.WriteAllText(log, string.Create(CultureInfo.InvariantCulture,
            $"{state}: seed {seed}, {seeds.Length} models, {campaigns.Sum(c => c.Executions)} files in {clock.Elapsed.TotalMinutes:0.0} min, {campaigns.Sum(c => c.Reached.Count)} outcomes, {campaigns.Sum(c => c.Branches)} branches, {campaigns.Sum(c => c.Findings.Count)} findings\n{Findings(campaigns)}"));
    }

    static string Setting(string name) => Environment.GetEnvironmentVariable($"NABLA_FUZZ_{name}") ?? "";

    static void RequireNoFindings(IEnumerable<Campaign> campaigns)
    {
        var findings = Findings(campaigns);
        Assert.True(findings.Length == 0, findings);
    }

    static string Findings(IEnumerable<Campaign> campaigns) =>
        string.Join("\n\n", campaigns.SelectMany(c => c.Findings).DistinctBy(f => f.Key).Select(f => $"{f.Value.Failure}\n{Convert.ToBase64String(f.Value.File)}"));
}
