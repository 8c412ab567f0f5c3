using System.CommandLine;
using System.Globalization;
using Nabla.Onnx;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla predict</c>: a class and its probability for each sample.</summary>
sealed class PredictCommand : ToolCommand
{
    const int Batch = 256;

    readonly Argument<string> _model;
    readonly Option<string?> _data, _label, _out;
    readonly Option<int?> _limit, _threads;

    public PredictCommand() : base("predict",
        "Classify samples; CSV with the columns row, class, probability. Of data sets with a test part, that part; of CSV files, every row, the columns found by name.",
        "nabla predict model.onnx --limit 10",
        "nabla predict iris.onnx --data flowers.csv --out species.csv")
    {
        _model = AddModel();
        _data = Add(CommonOptions.Data());
        _label = Add(new Option<string?>("--label")
        {
            Description = "A column of the CSV file that is no feature; by default the one that the model was trained to tell.",
            HelpName = "COLUMN",
        });
        _out = Add(new Option<string?>("--out") { Description = "The CSV file to write; by default standard output.", HelpName = "FILE" });
        _limit = Add(CommonOptions.Positive(new("--limit", "-n") { Description = "Samples at most.", HelpName = "N" }));
        _threads = Add(CommonOptions.Threads());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var file = line.GetValue(_out) is { } path ? OutputFile.At(path, line.GetValue(_model), line.GetValue(_data)) : null;
        var source = DataSource.Of(line, _data, _label, needsLabel: false);
        var model = new Classifier(OnnxFile.Load(line.GetValue(_model)!, PluginOption.Load(line), new() { ParametersAsConstants = true }), Cpu.Backend(line.GetValue(_threads) ?? 0), Batch);
        var features = Features(source, model, line.GetValue(_limit) ?? int.MaxValue);
        var outputs = model.Run(features, interrupt);
        if (file is null) Write(Console.Out, model, outputs);
        else file.Write(stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            Write(writer, model, outputs);
        });
        return ExitCode.Success;
    }

    static ReadOnlySpan<float> Features(DataSource source, Classifier model, int limit)
    {
        if (source.Kind == DataKind.Table) return Table(source.Path!, model, source.Label, limit).Features;
        var test = source.Load().Test;
        if (test.FeatureCount != model.Features)
            throw new NablaException($"The model takes {model.Features} features a sample and '{test.Name}' has {test.FeatureCount}; "
                + "give fitting data with --data.");
        return test.Features[..(Math.Min(limit, test.Count) * model.Features)];
    }

    static FeatureTable Table(string path, Classifier model, string? label, int limit)
    {
        if (model.FeatureNames is not { } names) return FeatureTable.Read(path, model.Features, label ?? model.LabelColumn, limit);
        if (label is not null && names.Contains(label)) throw new UsageException($"--label {label}: the model was trained on this column; it is a feature.");
        var table = FeatureTable.Read(path, names, limit);
        string[] unknown = [.. table.Unread.Where(column => column != label && column != model.LabelColumn)];
        if (unknown.Length > 0)
            Note.Say($"{Path.GetFileName(path)}: the model was not trained on {string.Join(", ", unknown.Select(c => $"'{c}'"))}; "
                + $"{(unknown.Length == 1 ? "this column is" : "these columns are")} not read.");
        return table;
    }

    static void Write(TextWriter writer, Classifier model, float[] outputs)
    {
        writer.NewLine = "\n";
        writer.WriteLine("row,class,probability");
        for (int i = 0; i * model.Classes < outputs.Length; i++)
        {
            var row = outputs.AsSpan(i * model.Classes, model.Classes);
            int c = Decision.Class(row);
            double probability = Math.Exp(Decision.LogProbability(row, c, model.EndsInSoftmax));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i},{Quoted(model.ClassNames[c])},{probability:0.######}"));
        }
        writer.Flush();
    }

    // RFC 4180.
    static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
