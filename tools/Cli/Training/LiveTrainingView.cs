using System.Globalization;
using Nabla.Training;
using Spectre.Console;

namespace Nabla.Cli;

/// <summary>A table that grows by a row an epoch, above a progress bar.</summary>
sealed class LiveTrainingView : TrainingView
{
    readonly IAnsiConsole _console;
    readonly ProgressTask _bar;
    readonly int _epochs;
    double _best;

    LiveTrainingView(IAnsiConsole console, ProgressTask bar, int epochs) => (_console, _bar, _epochs) = (console, bar, epochs);

    public static void Run(IAnsiConsole console, int epochs, Action<TrainingView> train)
    {
        console.MarkupLine($"[grey]  {"epoch",5}  {"loss",8}  {"train",8}  {"test",8}  {"time",9}[/]");
        console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => train(new LiveTrainingView(console, context.AddTask($"epoch 1/{epochs}", maxValue: epochs), epochs)));
    }

    public override void Batch(BatchProgress progress)
    {
        _bar.Value = progress.Epoch - 1 + (double)progress.Batch / progress.BatchCount;
        _bar.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {progress.Epoch}/{_epochs}  loss {progress.MeanLoss:F4}");
    }

    public override void Epoch(EpochReport epoch)
    {
        bool best = epoch.TestAccuracy > _best;
        _best = Math.Max(_best, epoch.TestAccuracy);
        var test = string.Create(CultureInfo.InvariantCulture, $"[{(best ? "green" : "default")}]{100 * epoch.TestAccuracy,6:F2} %[/]");
        _console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
            $"  {epoch.Epoch,5}  {epoch.Loss,8:F4}  {100 * epoch.TrainAccuracy,6:F2} %  {test}  {epoch.Seconds,7:F2} s"));
    }
}
