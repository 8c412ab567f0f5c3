namespace Nabla.Course;

public static partial class Lesson
{
    public static void SlopesOfActivations()
    {
        double[] points = [-2, 0, 2];
        foreach (var (name, _, build) in Activations.All) Print($"{name,-10}", Activations.At(build, points).Slope);
    }
}
