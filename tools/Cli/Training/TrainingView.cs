using Nabla.Training;

namespace Nabla.Cli;

/// <summary>Shows how training goes.</summary>
abstract class TrainingView
{
    /// <summary>A step is done.</summary>
    public virtual void Batch(BatchProgress progress) { }

    /// <summary>An epoch is done.</summary>
    public abstract void Epoch(EpochReport epoch);

    /// <summary>Runs training under the view that suits the screen.</summary>
    public static void Show(Screen screen, int epochs, Action<TrainingView> train)
    {
        if (screen.IsLive) LiveTrainingView.Run(screen.Console, epochs, train);
        else train(new PlainTrainingView(screen, epochs));
    }
}
