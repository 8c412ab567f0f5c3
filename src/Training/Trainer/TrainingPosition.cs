namespace Nabla.Training;

/// <summary>Where a training stands between two steps: with the seed and the variables, all that decides how it goes on.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Batch">Steps done in the present one. The order of its samples follows from seed and epoch, so this is the position of the random numbers too.</param>
/// <param name="LossSum">The sum of the losses of its samples so far.</param>
/// <param name="Right">How many of them were classified rightly.</param>
/// <param name="Samples">How many they are.</param>
public readonly record struct TrainingPosition(int Epoch, int Batch = 0, double LossSum = 0, int Right = 0, int Samples = 0);
