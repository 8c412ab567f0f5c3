namespace Nabla.Training;

/// <summary>What training makes small: a scalar of a model's output and the labels, the mean over the batch.</summary>
public abstract class Loss
{
    /// <summary>The type of the labels of a batch for outputs of type <paramref name="output"/>.</summary>
    /// <exception cref="NablaException">The loss is not defined for such outputs.</exception>
    public abstract TensorType LabelsFor(TensorType output);

    /// <summary>Adds the loss to the graph of <paramref name="output"/>.</summary>
    /// <param name="output">The model's output.</param>
    /// <param name="labels">Of the type that <see cref="LabelsFor"/> tells.</param>
    /// <returns>A scalar.</returns>
    public abstract Value Build(Value output, Value labels);

    /// <summary>True if outputs decide for a class, so that there is an accuracy.</summary>
    public virtual bool IsClassification => true;

    /// <summary>The number of classes that outputs with <paramref name="width"/> numbers a sample tell apart.</summary>
    public virtual int ClassesOf(int width) => width;

    /// <summary>The class that the outputs of one sample decide for.</summary>
    public virtual int Decide(ReadOnlySpan<float> output)
    {
        int best = 0;
        for (int c = 1; c < output.Length; c++) if (output[c] > output[best]) best = c;
        return best;
    }

    private protected static NablaException Unfit(string loss, TensorType output, string rule) => new($"{loss} needs outputs of {rule}; the model gives {output}.");
}
