using System.Xml.Linq;
using Nabla.Testing;

namespace Nabla.Tests.Reports;

public class JUnitTests
{
    [Fact]
    public void Failures_and_excuses_are_counted_and_told()
    {
        var report = new GradientReport(
        [
            new("Good", "Mine", [new("row", null, [new(Aspect.Shape, Verdict.Pass), new(Aspect.Reverse, Verdict.Pass)])], 0.25),
            new("Bad", null, [new("row\u0001", null, [new(Aspect.Reverse, Verdict.Fail, "a < b & \"c\"")]), new("other", null, [new(Aspect.Second, Verdict.Inconclusive, "vague")], "known")], 1),
        ], 7);
        using var stream = new MemoryStream();
        JUnit.Write(report, stream, op => $"again {op.Name}");
        stream.Position = 0;
        var suites = XDocument.Load(stream).Root!.Elements("testsuite").ToList();
        Assert.Equal([("Good", "2", "0", "0", "0.250"), ("Bad", "2", "1", "1", "1.000")],
            suites.Select(s => ((string)s.Attribute("name")!, (string)s.Attribute("tests")!, (string)s.Attribute("failures")!, (string)s.Attribute("skipped")!, (string)s.Attribute("time")!)));
        var failure = suites[1].Descendants("failure").Single();
        Assert.Equal(("a < b & \"c\"", "again Bad"), ((string)failure.Attribute("message")!, failure.Value));
        Assert.False(report.Passed);
        Assert.Equal("2 ops: 1 pass, 1 fail, 0 inconclusive", report.ToString());
    }
}
