namespace Nabla.Course;

public static partial class Lesson
{
    public static void TheFunction()
    {
        Value[] v = Example();
        Console.WriteLine(v[0].Graph);
        double[][] numbers = Run(v, (v[0], [2]), (v[1], [5]));
        for (int i = 0; i < v.Length; i++) Print(v[i].Name, numbers[i]);
    }
}
