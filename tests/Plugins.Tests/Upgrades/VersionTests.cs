namespace Nabla.Tests.Upgrades;

/// <summary>The versions that ONNX has given each op (versions.txt, from its changelog, up to opset 26) against those that are registered.</summary>
public class VersionTests
{
    const int Oldest = 6, Newest = 26;

    static readonly Dictionary<string, int[]> Known = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Upgrades", "versions.txt"))
        .Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1..].Select(int.Parse).ToArray());

    static IEnumerable<string> Registered => OpTable.Ops.Ops.Select(o => o.Schema).Where(s => s.Domain.Length == 0).Select(s => s.Name).Distinct();

    [Fact]
    public void Every_version_of_every_op_that_files_of_opset_6_to_26_may_use_is_known()
    {
        var unknown = from op in Registered
                      from opset in Enumerable.Range(Oldest, Newest - Oldest + 1)
                      let version = Known[op].LastOrDefault(v => v <= opset)
                      where version > 0 && !(OpTable.Ops.TryFind("", op, opset, out var schema) && schema.Since.Contains(version))
                      select $"{op}-{version}";
        Assert.Empty(unknown.Distinct());
    }

    [Fact]
    public void No_version_is_made_up() =>
        Assert.Empty(OpTable.Ops.Ops.Select(o => o.Schema).Where(s => s.Domain.Length == 0)
            .SelectMany(s => s.Since.Where(v => v <= Newest && !Known[s.Name].Contains(v)).Select(v => $"{s.Name}-{v}")));

    [Fact]
    public void An_older_meaning_is_older_than_the_op()
    {
        foreach (var op in OpTable.Ops.Ops.Select(o => o.Schema).GroupBy(s => (s.Domain, s.Name)))
        {
            int[] newest = [.. op.Where(s => !s.IsUpgrade).SelectMany(s => s.Since)];
            Assert.All(op.Where(s => s.IsUpgrade).SelectMany(s => s.Since), v => Assert.True(newest.Length == 0 || v < newest.Min(), $"{op.Key.Name}-{v}"));
        }
    }
}
