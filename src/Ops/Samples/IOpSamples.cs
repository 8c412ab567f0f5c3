namespace Nabla.Ops;

/// <summary>The sample table of a plugin's ops: a public class with a public constructor without parameters, found by tools and tests that check ops.</summary>
public interface IOpSamples
{
    /// <summary>The rows: for each op its attributes, shapes, domains and corners.</summary>
    IEnumerable<OpSample> Samples { get; }
}
