using Nabla.Training;

namespace Nabla.Course;

/// <summary>Models that decide between two classes of points.</summary>
public static class Models
{
    /// <summary>A name, the model, its loss, and above which output it decides for class 1.</summary>
    public sealed record Model(string Name, Func<Layer> Layers, Loss Loss, float Threshold);

    public static Model LinearRegression { get; } = new("linear regression", () => new Linear(2, 1), new MeanSquaredError(), 0.5f);

    public static Model LogisticRegression { get; } = new("logistic regression", () => new Linear(2, 1), new BinaryCrossEntropy(), 0);

    public static Model IdentityLayers { get; } = new("3 layers, identity", () => Sequential.Mlp([2, 16, 16, 1], "identity"), new BinaryCrossEntropy(), 0);

    public static Model Perceptron { get; } = new("3 layers, tanh", () => Sequential.Mlp([2, 16, 16, 1], "tanh"), new BinaryCrossEntropy(), 0);

    public static IReadOnlyList<Model> All { get; } = [LinearRegression, LogisticRegression, IdentityLayers, Perceptron];

    /// <summary>Trains a model on all points at a time.</summary>
    public static Trainer Train(this Model model, Dataset data, int epochs = 200)
    {
        var trainer = new Trainer(Lesson.Ops, model.Layers(), model.Loss, new Adam(0.03), options: new() { BatchSize = data.Count, Seed = 1 });
        for (int epoch = 0; epoch < epochs; epoch++) trainer.TrainEpoch(data);
        return trainer;
    }

    /// <summary>The share of points that are decided rightly.</summary>
    public static double Accuracy(this Model model, Trainer trainer, Dataset data)
    {
        var outputs = trainer.Predict(data.Features).Span<float>();
        int right = 0;
        for (int i = 0; i < data.Count; i++) if (outputs[i] > model.Threshold == data.Targets[i] > 0.5f) right++;
        return (double)right / data.Count;
    }
}
