using System.CommandLine;
using System.Diagnostics;
using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla eval</c>: loss and accuracy on a test set.</summary>
sealed class EvalCommand : ToolCommand
{
    const int DefaultBatch = 256;

    readonly Argument<string> _model;
    readonly Option<string?> _data, _label, _json;
    readonly Option<int?> _batch, _threads;
    readonly DeviceOptions _device;

    public EvalCommand() : base("eval", "Measure a classifier on the test part of a data set. The columns of a CSV file are found by name, in any order.",
        "nabla eval model.onnx",
        "nabla eval model.onnx --data fashion-mnist/ --json result.json",
        "nabla eval iris.onnx --data iris.csv --label species",
        "nabla eval model.onnx --device cuda")
    {
        _model = AddModel();
        _data = Add(CommonOptions.Data());
        _label = Add(CommonOptions.Label());
        _batch = Add(CommonOptions.Batch($"Samples at a time; changes speed, not results. By default {DefaultBatch}."));
        _threads = Add(CommonOptions.Threads());
        _device = new(this);
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var json = JsonTarget.Of(line, _json, line.GetValue(_model), line.GetValue(_data));
        var source = DataSource.Of(line, _data, _label);
        var model = OnnxFile.Load(line.GetValue(_model)!, PluginOption.Load(line), new() { ParametersAsConstants = true });
        var backend = _device.Backend(line, line.GetValue(_threads) ?? 0);
        var classifier = new Classifier(model, backend, line.GetValue(_batch) ?? DefaultBatch);
        var test = KnownClasses(source.Load(classifier.FeatureNames).Test, classifier);
        var started = Stopwatch.GetTimestamp();
        var report = Evaluation.Of(classifier, test, source.Name, interrupt) with { Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
        DeviceOptions.NoteDevice(backend);
        EvaluationView.Show(Screen.Open(json.ToStandardOutput), report);
        json.Write(report, Json.Default.EvalReport);
        return ExitCode.Success;
    }

    // A table numbers the classes that occur in it; the model, those that occurred when it was trained.
    static Dataset KnownClasses(Dataset data, Classifier model)
    {
        if (data.FeatureCount != model.Features)
            throw new NablaException($"The model takes {model.Features} features a sample and '{data.Name}' has {data.FeatureCount}; "
                + "give the data it was trained for with --data.");
        var names = model.ClassNames.ToList();
        int[] classOf = [.. data.ClassNames.Select(name => names.IndexOf(name))];
        int[] labels = [.. data.Labels.ToArray().Select(l => classOf[l] >= 0 ? classOf[l]
            : throw new NablaException($"'{data.Name}' has the class '{data.ClassNames[l]}'; the model knows {string.Join(", ", names)}."))];
        return Dataset.Classification(data.Name, data.Features.ToArray(), data.SampleSizes, labels, names);
    }
}
