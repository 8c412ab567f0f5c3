using System.Globalization;
using System.Xml.Linq;

namespace Nabla.Testing;

/// <summary>A report as build servers read it: JUnit's XML, an op a suite, a row and an aspect a case.</summary>
public static class JUnit
{
    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stream">Where, as UTF-8.</param>
    /// <param name="reproduce">The command line that repeats the check of an op, for the text of a failure.</param>
    /// <param name="name">What the whole is called.</param>
    public static void Write(GradientReport report, Stream stream, Func<OpGradientReport, string>? reproduce = null, string name = "gradcheck") => new XDocument(new XElement("testsuites",
        new XAttribute("name", name), report.Ops.Select(op => Suite(op, reproduce?.Invoke(op))))).Save(stream);

    static XElement Suite(OpGradientReport op, string? reproduce)
    {
        var findings = op.Samples.SelectMany(s => s.Findings.Select(f => (Sample: s, Finding: f))).ToList();
        return new("testsuite", new XAttribute("name", op.Name), new XAttribute("tests", findings.Count),
            new XAttribute("failures", findings.Count(f => IsFailure(f.Sample, f.Finding))), new XAttribute("skipped", findings.Count(f => IsSkipped(f.Sample, f.Finding))),
            new XAttribute("time", op.Seconds.ToString("F3", CultureInfo.InvariantCulture)), findings.Select(f => Case(op, f.Sample, f.Finding, reproduce)));
    }

    static XElement Case(OpGradientReport op, SampleReport sample, Finding finding, string? reproduce)
    {
        var element = new XElement("testcase", new XAttribute("classname", op.Name), new XAttribute("name", $"{Clean(sample.Name)}: {finding.Aspect}"));
        if (IsFailure(sample, finding))
            element.Add(new XElement("failure", new XAttribute("type", finding.Verdict), new XAttribute("message", Clean(finding.Message)), reproduce));
        else if (IsSkipped(sample, finding)) element.Add(new XElement("skipped", new XAttribute("message", $"{Clean(finding.Message)} ({Clean(sample.Excuse!)})")));
        return element;
    }

    static bool IsFailure(SampleReport sample, Finding finding) => finding.Verdict != Verdict.Pass && sample.Excuse is null;

    static bool IsSkipped(SampleReport sample, Finding finding) => finding.Verdict != Verdict.Pass && sample.Excuse is not null;

    // What XML cannot hold, such as a control character in an exception's message.
    static string Clean(string text) => string.Concat(text.Select(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
