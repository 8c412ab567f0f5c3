using System.CommandLine;
using Nabla.Onnx;
using Nabla.Weights;

namespace Nabla.Cli;

/// <summary><c>nabla weights</c>: what a model or a file of weights holds; weights out of a model, and into one.</summary>
sealed class WeightsCommand : ToolCommand
{
    const string ModelEnding = ".onnx";

    readonly Argument<string> _file;
    readonly Option<string?> _export, _load, _out, _externalData, _json;
    readonly Option<string[]> _map;
    readonly Option<string> _order;
    readonly Option<bool> _partial, _round;

    public WeightsCommand() : base("weights",
        "List the weights of a model or of a safetensors, NPZ or NPY file; write them to such a file; load such a file into a model. "
        + "Names must agree, or be those of a PyTorch Sequential (0.weight, 0.bias, 2.weight, …), whose layers are taken in order.",
        "nabla weights model.onnx",
        "nabla weights model.onnx --export w.safetensors",
        "nabla weights w.safetensors --json",
        "nabla weights model.onnx --load state_dict.safetensors --out model2.onnx",
        "nabla weights model.onnx --load w.npz --map head.w=fc2.weight --partial --out model2.onnx")
    {
        _file = AddModel("FILE", "An ONNX model, or a file of weights: .safetensors, .npz or .npy.");
        _export = Add(new Option<string?>("--export") { Description = "Write the weights to a .safetensors, .npz or .npy file.", HelpName = "FILE" });
        _load = Add(new Option<string?>("--load") { Description = "A file of weights to load into the model.", HelpName = "FILE" });
        _out = Add(new Option<string?>("--out", "-o") { Description = "The model with these weights.", HelpName = "FILE" });
        _map = Add(new Option<string[]>("--map")
        {
            Description = "Names in the file and in the model, where they differ.",
            HelpName = "STORED=OWN,…",
            AllowMultipleArgumentsPerToken = true,
        });
        _order = Add(CommonOptions.OneOf(new Option<string>("--order")
        {
            Description = "How the file's matrices lie: as the shapes tell, the same way as the model's, or transposed as PyTorch's linear layers.",
            DefaultValueFactory = _ => "guess",
        }, ["guess", "same", "transposed"]));
        _partial = Add(new Option<bool>("--partial") { Description = "Load what fits; by default all must fit, and nothing be missing or left over." });
        _round = Add(new Option<bool>("--round") { Description = "Round numbers that the model's type cannot hold, such as float64 in float32." });
        _externalData = Add(ExternalDataOption.Make());
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var (path, export, load, output) = (line.GetValue(_file)!, line.GetValue(_export), line.GetValue(_load), line.GetValue(_out));
        RequireLoad(line, load);
        var json = JsonTarget.Of(line, _json, path, export, load, output);
        var options = LoadOptions(line);
        if (load is not null && output is null) throw new UsageException("--load changes a model; say with --out where it goes.");
        if (output is null && line.GetResult(_externalData) is { Implicit: false }) throw new UsageException("--external-data is for the model that --out writes; add --out.");
        if (export is not null && !WeightFile.Knows(export)) throw new UsageException($"--export {export}: the name must end with one of {string.Join(", ", WeightFile.Endings)}.");
        if (export is not null) OutputFile.At(export, path, load, output);
        if (output is not null) OutputFile.At(output, load);
        var external = output is null ? null : ExternalDataOption.Of(line, _externalData, output, path, load, export, line.GetValue(_json));
        bool isModel = path.EndsWith(ModelEnding, StringComparison.OrdinalIgnoreCase);
        if (!isModel && output is not null) throw new UsageException($"'{path}' is no model; --load and --out need one, an .onnx file.");
        var report = isModel ? OfModel(path, load, output, export, options, external) : OfWeights(path, export);
        if (!json.ToStandardOutput) WeightsView.Show(Screen.Open(), report);
        json.Write(report, Json.Default.WeightsReport);
        return ExitCode.Success;
    }

    static WeightsReport OfWeights(string path, string? export)
    {
        if (export is null) return WeightsReport.Of(WeightFile.List(path));
        var weights = WeightFile.Read(path);
        WeightFile.Write(weights, export);
        return WeightsReport.Of(weights.Select(w => new StoredTensor(w.Key, w.Value.Type)));
    }

    static WeightsReport OfModel(string path, string? load, string? output, string? export, WeightLoadOptions options, string? external)
    {
        var model = OnnxFile.Read(path);
        var variables = OnnxInitializers.Variables(model);
        var loaded = load is null ? null : WeightLoader.Load(WeightFile.Read(load), variables, options);
        if (output is not null)
        {
            OnnxInitializers.Update(model, variables);
            OnnxFile.Save(model, output, external);
        }
        if (export is not null) WeightFile.Write(WeightSet.Of(variables), export);
        return WeightsReport.Of(variables.Select(v => new StoredTensor(v.Name, v.Type)), loaded);
    }

    void RequireLoad(ParseResult line, string? load)
    {
        if (load is null && ((Option[])[_map, _order, _partial, _round]).FirstOrDefault(o => line.GetResult(o) is { Implicit: false }) is { } option)
            throw new UsageException($"{option.Name} is for --load; add --load FILE.");
    }

    WeightLoadOptions LoadOptions(ParseResult line) => new()
    {
        Strict = !line.GetValue(_partial),
        Round = line.GetValue(_round),
        Order = Enum.Parse<MatrixOrder>(line.GetValue(_order)!, ignoreCase: true),
        Names = Names(line.GetValue(_map) ?? []),
    };

    static Dictionary<string, string> Names(string[] texts)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            if (text.Split('=') is not [{ Length: > 0 } stored, { Length: > 0 } own] || !names.TryAdd(stored, own))
                throw new UsageException($"--map {text}: give each name of the file once, with that of the model, such as 0.weight=fc1.weight.");
        return names;
    }
}
