namespace Nabla.Onnx;

/// <summary>A model read from a file: the program, and what the file says about itself.</summary>
public sealed class OnnxModel
{
    internal OnnxModel(Graph graph) => Graph = graph;

    /// <summary>The program; its one graph is <see cref="Graph"/>.</summary>
    public Program Program => Graph.Program;

    /// <summary>The model's graph, named as in the file: inputs, parameters, nodes and outputs under the file's names.</summary>
    public Graph Graph { get; }

    /// <summary>The revision of the file format.</summary>
    public long IrVersion { get; internal init; }

    /// <summary>The version of ONNX's own operator set, or 0 if the file uses none of it.</summary>
    public int Opset => Opsets.GetValueOrDefault(Domains.Standard);

    /// <summary>Versions of all operator sets by domain; ONNX's own is the empty text.</summary>
    public required IReadOnlyDictionary<string, int> Opsets { get; init; }

    /// <summary>The tool that wrote the file; empty if it does not tell.</summary>
    public string Producer { get; internal init; } = "";

    /// <summary>That tool's version.</summary>
    public string ProducerVersion { get; internal init; } = "";

    /// <summary>Who owns the model, as a reversed domain name.</summary>
    public string Domain { get; internal init; } = "";

    /// <summary>The version of the model itself.</summary>
    public long ModelVersion { get; internal init; }

    /// <summary>What the model is, in words.</summary>
    public string Description { get; internal init; } = "";

    /// <summary>Further entries of the file (<c>metadata_props</c>).</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Dimension symbol → the file's name for it, where that is not a legal symbol (<c>batch_size</c> → <c>batch size</c>).</summary>
    public required IReadOnlyDictionary<string, string> SymbolNames { get; init; }

    /// <summary>What the file says in fields that are not known.</summary>
    internal UnknownFields? Unknown { get; init; }

    /// <summary>Its doc strings and metadata entries below the model.</summary>
    internal Annotations? Annotations { get; init; }

    /// <summary>Options that write the model with the same opset, metadata and dimension names as it was read with; doc strings and entries of nodes and values, and fields that are not known, come back too.</summary>
    public OnnxExportOptions ToExportOptions() => new()
    {
        Opset = Opset is >= IrVersions.OldestOpset and <= IrVersions.NewestOpset ? Opset : OnnxExportOptions.DefaultOpset,
        Description = Description,
        ModelDomain = Domain,
        ModelVersion = ModelVersion,
        Metadata = Metadata,
        SymbolNames = SymbolNames,
        Unknown = Unknown,
        Annotations = Annotations,
    };
}
