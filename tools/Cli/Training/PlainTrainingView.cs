using System.Globalization;

namespace Nabla.Cli;

/// <summary>One line an epoch.</summary>
sealed class PlainTrainingView(Screen screen, int epochs) : TrainingView
{
    public override void Epoch(EpochReport epoch)
    {
        int width = epochs.ToString(CultureInfo.InvariantCulture).Length;
        var number = epoch.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width);
        screen.Line(string.Create(CultureInfo.InvariantCulture,
            $"epoch {number}/{epochs}  loss {epoch.Loss:F4}  train {100 * epoch.TrainAccuracy:F2} %  "
            + $"test {100 * epoch.TestAccuracy:F2} %  {epoch.Seconds:F2} s"));
    }
}
