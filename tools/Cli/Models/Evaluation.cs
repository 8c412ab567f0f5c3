using Nabla.Training;

namespace Nabla.Cli;

/// <summary>Measures a classifier.</summary>
static class Evaluation
{
    public static EvalReport Of(Classifier model, Dataset data, string name, CancellationToken interrupt)
    {
        var outputs = model.Run(data.Features, interrupt);
        var (samples, right) = (new int[model.Classes], new int[model.Classes]);
        double loss = 0;
        for (int i = 0; i < data.Count; i++)
        {
            var row = outputs.AsSpan(i * model.Classes, model.Classes);
            int label = data.Labels[i];
            samples[label]++;
            if (Decision.Class(row) == label) right[label]++;
            loss -= Decision.LogProbability(row, label, model.EndsInSoftmax);
        }
        double accuracy = (double)right.Sum() / data.Count;
        return new(name, data.Count, double.IsFinite(loss) ? loss / data.Count : null, accuracy, 1 - accuracy, 0,
            [.. Enumerable.Range(0, model.Classes).Where(c => samples[c] > 0)
                .Select(c => new ClassReport(model.ClassNames[c], samples[c], (double)right[c] / samples[c]))]);
    }
}
