using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of the whole file.</summary>
static class ModelRules
{
    const long FirstWithOpsets = 3, FirstWithFunctions = 8;

    public static void Check(CheckContext c, ModelProto model)
    {
        if (c.Require(model.HasIrVersion, "the model states no ir_version"))
            c.Require(model.IrVersion is >= 1 and <= IrVersions.Newest, $"ir_version is {model.IrVersion}; known are 1 to {IrVersions.Newest}");
        if (model.IrVersion >= FirstWithOpsets) c.Require(model.OpsetImport.Count > 0, $"the model imports no operator set; from IR version {FirstWithOpsets} on it must");
        else c.Require(model.OpsetImport.Count == 0, $"the model imports operator sets, which files before IR version {FirstWithOpsets} cannot");
        OpsetRules.Check(c, model.OpsetImport, "the model");
        UniqueKeys(c, model.MetadataProps, "metadata_props");
        var names = c.Require(model.Graph is not null, "the model has no graph") ? GraphRules.CheckMain(c, model.Graph!) : new();
        if (model.IrVersion >= FirstWithFunctions) FunctionRules.Check(c, model.Functions);
        else if (model.Functions.Count > 0) c.Warn($"the model has functions, which readers ignore before IR version {FirstWithFunctions}");
        TrainingRules.Check(c, model, names);
    }

    public static void UniqueKeys(CheckContext c, IEnumerable<StringStringEntryProto> entries, string where)
    {
        foreach (var key in entries.GroupBy(e => e.Key).Where(g => g.Count() > 1)) c.Error($"the key '{key.Key}' is in {where} {key.Count()} times; keys are unique");
    }
}
