using System.Reflection;

namespace Nabla.Onnx;

/// <summary>How a graph is written.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>The opset that every ONNX Runtime of the last years understands.</summary>
    public const int DefaultOpset = 21;

    /// <summary>The version of ONNX's own operator set, 7 to 28.</summary>
    public int Opset { get; init; } = DefaultOpset;

    /// <summary>The revision of the file format; by default the oldest that the opset needs.</summary>
    public int? IrVersion { get; init; }

    /// <summary>The graph's name in the file; by default its own.</summary>
    public string? GraphName { get; init; }

    /// <summary>The tool that writes the file.</summary>
    public string Producer { get; init; } = "Nabla";

    /// <summary>That tool's version.</summary>
    public string ProducerVersion { get; init; } = OwnVersion;

    /// <summary>What the model is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who owns the model, as a reversed domain name.</summary>
    public string ModelDomain { get; init; } = "";

    /// <summary>The version of the model itself.</summary>
    public long ModelVersion { get; init; }

    /// <summary>Further entries (<c>metadata_props</c>).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Dimension symbol → its name in the file, where that is another.</summary>
    public IReadOnlyDictionary<string, string> SymbolNames { get; init; } = new Dictionary<string, string>();

    /// <summary>The file in the model's folder that takes the tensors of 1 KiB and more when the model is saved, such as <c>model.onnx.data</c>; null to keep them
    /// inside if they are not over 2 GiB.</summary>
    public string? ExternalData { get; init; }

    /// <summary>True to write the body of an op that other tools do not know in place of each node. By default the file has it once, as a function under the op's name
    /// that the nodes call; older opsets than 15 cannot, and then bodies take the place of nodes too.</summary>
    public bool Inline { get; init; }

    /// <summary>Fields of the file that the graph was read from, which are written again.</summary>
    internal UnknownFields? Unknown { get; init; }

    /// <summary>Doc strings and entries of that file.</summary>
    internal Annotations? Annotations { get; init; }

    // Without what a build appends (+commit), so that equal models are equal files.
    static string OwnVersion => (typeof(OnnxExportOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
