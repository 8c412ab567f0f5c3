namespace Nabla.Course;

public static partial class Lesson
{
    public static void Separability()
    {
        Console.WriteLine("                      XOR    circles");
        foreach (var model in Models.All)
        {
            var accuracies = Clouds.All.Select(data => model.Accuracy(model.Train(data), data));
            Console.WriteLine($"{model.Name,-20}{string.Concat(accuracies.Select(a => $"{100 * a,5:F0} %"))}");
        }
    }
}
