using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Turns the message of a file into a program.</summary>
public static class OnnxImport
{
    /// <summary>Reads a model. Types are inferred and compared with those that the file declares.</summary>
    /// <param name="model">The message.</param>
    /// <param name="registry">The ops that the nodes may use.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The program, with the names of the file, and what the file says about itself.</returns>
    /// <exception cref="NablaException">The model is damaged, or holds something that is not supported; the message names it.</exception>
    public static OnnxModel Read(ModelProto model, Registry registry, OnnxImportOptions? options = null)
    {
        if (model.Graph is not { } graph) throw new NablaException("The model has no graph.");
        if (model.IrVersion > IrVersions.Newest)
            throw new NablaException($"The model states IR version {model.IrVersion}; the newest that is known is {IrVersions.Newest}. Save it with an older one.");
        // Files older than IR 3 cannot say; they use the first operator set.
        var opsets = model.OpsetImport.Count == 0 && model.IrVersion < 3 ? new() { [Domains.Standard] = 1 } : Opsets(model.OpsetImport, "The model");
        var program = new Program(registry);
        var symbols = new SymbolTable(program);
        var imported = new GraphImporter(program, symbols, opsets, model, options ?? new()).Read(graph);
        return new(imported)
        {
            IrVersion = model.IrVersion,
            Opsets = opsets,
            Producer = model.ProducerName,
            ProducerVersion = model.ProducerVersion,
            Domain = model.Domain,
            ModelVersion = model.ModelVersion,
            Description = model.DocString,
            Metadata = Entries(model.MetadataProps),
            SymbolNames = symbols.Texts,
            Unknown = UnknownFields.Read(model),
            Annotations = Annotations.Read(graph),
        };
    }

    internal static Dictionary<string, int> Opsets(RepeatedField<OperatorSetIdProto> imports, string who)
    {
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var import in imports)
        {
            if (import.Version is < 1 or > int.MaxValue)
                throw new NablaException($"{who} uses version {import.Version} of operator set '{import.Domain}'; versions are 1 or more.");
            versions[Domains.Canonical(import.Domain)] = (int)import.Version;
        }
        return versions;
    }

    // Of equal keys the last one counts; the checker is what complains.
    static Dictionary<string, string> Entries(RepeatedField<StringStringEntryProto> entries)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries) read[entry.Key] = entry.Value;
        return read;
    }
}
