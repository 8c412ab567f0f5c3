using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Turns a graph into the message of a file.</summary>
public static class OnnxExport
{
    // A message of protobuf ends at 2 GiB; names and nodes need room beside the tensors.
    internal const long MaxBytes = int.MaxValue - (32L << 20);

    // IR versions.
    const int FirstWithFunctions = 8, FirstWithOverloads = 10;

    /// <summary>Writes a graph: its outputs and what they need. Parameters and state become initializers with their present values, constants too;
    /// symbols become named dimensions. A graph that captures values of others is joined with those.</summary>
    /// <param name="graph">A graph with outputs.</param>
    /// <param name="options">Opset, names, metadata.</param>
    /// <returns>A model that other tools take.</returns>
    /// <exception cref="NablaException">The graph has no output, an op cannot be written at this opset, or the model is over 2 GiB.</exception>
    public static ModelProto Write(Graph graph, OnnxExportOptions? options = null) => Write(graph, options, maxBytes: MaxBytes);

    /// <summary>As <see cref="Write(Graph, OnnxExportOptions)"/>, for one who stores large tensors elsewhere.</summary>
    internal static ModelProto Write(Graph graph, OnnxExportOptions? options, long maxBytes)
    {
        options ??= new();
        var (lowered, domains, functions, needed) = Lower(graph, options);
        RequireSize(lowered, maxBytes);
        var model = new ModelProto
        {
            IrVersion = options.IrVersion ?? needed,
            ProducerName = options.Producer,
            ProducerVersion = options.ProducerVersion,
            Graph = new GraphExporter(options, domains, functions).Write(lowered, options.GraphName ?? graph.Name),
        };
        if (options.ModelDomain.Length > 0) model.Domain = options.ModelDomain;
        if (options.ModelVersion != 0) model.ModelVersion = options.ModelVersion;
        if (options.Description.Length > 0) model.DocString = options.Description;
        if (functions is not null) model.Functions.Add(functions.All);
        foreach (var (domain, version) in domains.Used) model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        foreach (var (key, value) in options.Metadata.OrderBy(e => e.Key, StringComparer.Ordinal))
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        options.Annotations?.Write(model.Graph);
        options.Unknown?.Write(model);
        return model;
    }

    /// <summary>Finds out whether a graph can be written, without writing it: what a long training should ask first.</summary>
    /// <param name="graph">A graph with outputs.</param>
    /// <param name="options">Opset, names, metadata.</param>
    /// <exception cref="NablaException">The graph has no output, or an op cannot be written at this opset.</exception>
    public static void Check(Graph graph, OnnxExportOptions? options = null) => Lower(graph, options ?? new());

    /// <summary>The graph of ops that a file can name, the operator sets, the functions, and the oldest revision of the format that they need.</summary>
    static (Graph Graph, OpsetDomains Domains, FunctionTable? Functions, int IrVersion) Lower(Graph graph, OnnxExportOptions options)
    {
        if (graph.Outputs.Count == 0) throw new NablaException($"Graph '{graph.Name}' has no output; mark the values it is for with Graph.Output.");
        int needed = IrVersions.For(options.Opset);
        if (options.IrVersion is { } asked && (asked < needed || asked > IrVersions.Newest))
            throw new NablaException($"IR version {asked} does not go with opset {options.Opset}; use one from {needed} to {IrVersions.Newest}.");
        if (graph.Inputs.Any(v => v.Kind == ValueKind.Captured)) graph = FlatProgram.Of(graph.Program, graph.Outputs, updates: false).Graph;
        var domains = new OpsetDomains(options.Opset);
        int revision = options.IrVersion ?? needed;
        var functions = options.Inline || revision < FirstWithFunctions ? null : new FunctionTable(domains, options, hasOverloads: revision >= FirstWithOverloads);
        return (new Lowering(domains, functions).Run(graph), domains, functions, needed);
    }

    static void RequireSize(Graph graph, long maxBytes)
    {
        var constants = graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs).Where(v => v?.Constant is not null).Distinct();
        long bytes = graph.Inputs.Where(v => v.Variable is not null).Concat(constants).Sum(v => v!.Type.Bytes);
        if (bytes > maxBytes)
            throw new NablaException($"Graph '{graph.Name}' holds {bytes / (1L << 20)} MiB of tensors; a single ONNX file holds at most 2048 MiB. Write it with OnnxFile.Save, which stores them in a file beside it.");
    }
}
