using Nabla.Course;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>What a line cannot separate.</summary>
public class LinearModels
{
    // The four corners: class 1 where the signs differ.
    static readonly Dataset Corners = Dataset.Regression("corners", [1, 1, 1, -1, -1, 1, -1, -1], [2], [0, 1, 1, 0]);

    // The gradient at w = 0 is Σ (½ − tᵢ)xᵢ = 0, and the loss is convex: ln 2 is the best there is.
    [Fact]
    public void Logistic_regression_does_not_begin_to_learn_XOR()
    {
        var trainer = new Trainer(Lesson.Ops, new Linear(2, 1, weights: Initializer.Zeros), new BinaryCrossEntropy(), new Sgd(0.5), options: new() { BatchSize = 4 });
        for (int epoch = 0; epoch < 50; epoch++) Assert.Equal(Math.Log(2), trainer.TrainEpoch(Corners).Loss, 1e-6);
        Assert.All(trainer.Parameters, p => Assert.All(p.Span<float>().ToArray(), v => Assert.Equal(0, v, 1e-6f)));
    }

    [Theory]
    [InlineData("linear regression", 0.25), InlineData("logistic regression", 0.6931)]
    public void From_anywhere_they_end_there(string name, double best)
    {
        var trainer = Models.All.Single(m => m.Name == name).Train(Corners, epochs: 600);
        Assert.Equal(best, trainer.Evaluate(Corners).Loss, 1e-4);
    }

    [Fact]
    public void A_network_learns_it()
    {
        var trainer = Models.Perceptron.Train(Corners);
        Assert.Equal(1, Models.Perceptron.Accuracy(trainer, Corners));
        Assert.InRange(trainer.Evaluate(Corners).Loss, 0, 0.05);
    }

    public static TheoryData<string, string> Pairs => new(from model in Models.All from data in Clouds.All select (model.Name, data.Name));

    // No line has more than three of the four corners right, and none cuts a circle out.
    [Theory, MemberData(nameof(Pairs))]
    public void Only_the_network_separates_the_clouds(string name, string clouds)
    {
        var (model, data) = (Models.All.Single(m => m.Name == name), Clouds.All.Single(d => d.Name == clouds));
        double accuracy = model.Accuracy(model.Train(data), data);
        if (model == Models.Perceptron) Assert.Equal(1, accuracy);
        else Assert.InRange(accuracy, 0.4, 0.76);
    }
}
