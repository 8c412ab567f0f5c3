using System.CommandLine;
using System.Globalization;
using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla predict</c>: a class and its probability for each sample.</summary>
sealed class PredictCommand : ToolCommand
{
    const int Batch = 256, RowsAtATime = 16 * Batch;

    readonly Argument<string> _model;
    readonly Option<string?> _data, _label, _out;
    readonly Option<int?> _limit, _threads;
    readonly DeviceOptions _device;

    public PredictCommand() : base("predict",
        "Classify samples; CSV with the columns row, class, probability. Of data sets with a test part, that part; of CSV files, every row, the columns found by name; of a file of images (IDX), all. Files of any size are read in passing.",
        "nabla predict model.onnx --limit 10",
        "nabla predict iris.onnx --data flowers.csv --out species.csv",
        "nabla predict fashion.onnx --data t10k-images-idx3-ubyte.gz",
        "nabla predict iris.onnx --data flowers.csv --device cuda")
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
        _device = new(this);
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var file = line.GetValue(_out) is { } path ? OutputFile.At(path, line.GetValue(_model), line.GetValue(_data)) : null;
        var source = DataSource.Of(line, _data, _label, needsLabel: false);
        var backend = _device.Backend(line, line.GetValue(_threads) ?? 0);
        var model = new Classifier(OnnxFile.Load(line.GetValue(_model)!, PluginOption.Load(line), new() { ParametersAsConstants = true }), backend, Batch);
        int limit = line.GetValue(_limit) ?? int.MaxValue;
        if (file is null) Predict(Console.Out);
        else file.Write(stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            Predict(writer);
        });
        DeviceOptions.NoteDevice(backend);
        return ExitCode.Success;

        void Predict(TextWriter writer)
        {
            long done = 0;
            Read(source, model, limit, features =>
            {
                var outputs = model.Run(features, interrupt, done);
                if (done == 0) WriteHeader(writer);
                Write(writer, model, outputs, done);
                done += features.Length / model.Features;
            });
        }
    }

    static void Read(DataSource source, Classifier model, int limit, Action<float[]> take)
    {
        if (source.Kind == DataKind.Table)
        {
            if (IdxFile.IsOne(source.Path!, rank: 3)) Images(source, model, limit, take);
            else Table(source.Path!, model, source.Label, limit, take);
            return;
        }
        if (source.Kind == DataKind.Images)
        {
            Images(source, model, limit, take);
            return;
        }
        var test = source.Load().Test;
        RequireFit(model, test.FeatureCount, test.Name);
        take([.. test.Features[..(Math.Min(limit, test.Count) * model.Features)]]);
    }

    static void Images(DataSource source, Classifier model, int limit, Action<float[]> take) => Mnist.ReadInParts(source.Path!, RowsAtATime, limit, (size, pixels) =>
    {
        RequireFit(model, size, source.Name);
        take(pixels);
    });

    static void RequireFit(Classifier model, int features, string name)
    {
        if (features != model.Features) throw new NablaException($"The model takes {model.Features} features a sample and '{name}' has {features}; give fitting data with --data.");
    }

    static void Table(string path, Classifier model, string? label, int limit, Action<float[]> take)
    {
        var names = model.FeatureNames;
        if (names is not null && label is not null && names.Contains(label)) throw new UsageException($"--label {label}: the model was trained on this column; it is a feature.");
        bool isFirst = true;
        FeatureTable.ReadInParts(path, names, model.Features, label ?? model.LabelColumn, RowsAtATime, limit, part =>
        {
            if (isFirst && names is not null) NoteUnread(path, [.. part.Unread.Where(column => column != label && column != model.LabelColumn)]);
            isFirst = false;
            take(part.Features);
        });
    }

    static void NoteUnread(string path, string[] unknown)
    {
        if (unknown.Length > 0)
            Note.Say($"{Path.GetFileName(path)}: the model was not trained on {string.Join(", ", unknown.Select(c => $"'{c}'"))}; "
                + $"{(unknown.Length == 1 ? "this column is" : "these columns are")} not read.");
    }

    static void WriteHeader(TextWriter writer)
    {
        writer.NewLine = "\n";
        writer.WriteLine("row,class,probability");
    }

    static void Write(TextWriter writer, Classifier model, float[] outputs, long firstRow)
    {
        for (int i = 0; i * model.Classes < outputs.Length; i++)
        {
            var row = outputs.AsSpan(i * model.Classes, model.Classes);
            int c = Decision.Class(row);
            double probability = Math.Exp(Decision.LogProbability(row, c, model.EndsInSoftmax));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{firstRow + i},{Quoted(model.ClassNames[c])},{probability:0.######}"));
        }
        writer.Flush();
    }

    // RFC 4180.
    static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
