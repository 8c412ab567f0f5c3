namespace Nabla.Training;

/// <summary>Sums of loss and right decisions over the batches of a pass.</summary>
struct Tally
{
    double _loss;
    int _right;

    public Tally(in TrainingPosition position) => (_loss, _right, Samples) = (position.LossSum, position.Right, position.Samples);

    public int Samples { get; private set; }

    public readonly TrainingPosition At(int epoch, int batch) => new(epoch, batch, _loss, _right, Samples);

    public readonly double MeanLoss => _loss / Samples;

    public readonly double Accuracy => (double)_right / Samples;

    /// <summary>Takes in the loss of a batch.</summary>
    public void Add(float meanLoss, int samples)
    {
        _loss += (double)meanLoss * samples;
        Samples += samples;
    }

    /// <summary>Takes in what was decided of a batch of a data set.</summary>
    public void AddRight(Dataset data, ReadOnlySpan<int> batch, Loss loss, ReadOnlySpan<float> outputs)
    {
        int width = outputs.Length / batch.Length;
        for (int i = 0; i < batch.Length; i++)
            if (loss.Decide(outputs.Slice(i * width, width)) == ClassOf(data, batch[i])) _right++;
    }

    // A data set of targets may hold the probability of class 1.
    static int ClassOf(Dataset data, int row) => data.TargetCount == 0 ? data.Labels[row] : data.Targets[row] > 0.5f ? 1 : 0;
}
