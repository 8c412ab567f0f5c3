using Nabla.Ops;

namespace Nabla.Course;

public static partial class Lesson
{
    public static void Dictionaries()
    {
        var g = NewGraph();
        var d = new[] { "cat", "dog", "fish" }.ToDictionary(name => name, name => g.Input(name));
        var y = d["cat"] * d["cat"] + 3 * d["dog"];

        var adjoint = Adjoint.Of(y, [.. d.Values]);
        var bars = d.Where(e => adjoint.TryGet(e.Value) is not null).ToDictionary(e => e.Key, e => adjoint[e.Value]);
        foreach (var (name, bar) in bars) Print($"bar of {name}", Run([bar], (d["cat"], [5]))[0]);
        Console.WriteLine($"bar of fish: {(bars.ContainsKey("fish") ? "there" : "absent")}");
    }
}
