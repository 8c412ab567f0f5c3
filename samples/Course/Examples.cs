using System.Reflection;

namespace Nabla.Course;

public static partial class Lesson
{
    /// <summary>The examples of docs/course.md: methods without parameters, each in Snippets/NAME.cs.</summary>
    public static IEnumerable<string> Names => Methods.Select(m => m.Name).Order(StringComparer.Ordinal);

    static IEnumerable<MethodInfo> Methods => typeof(Lesson).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(m => m.ReturnType == typeof(void) && m.GetParameters().Length == 0);

    /// <summary>An example by its name, or null.</summary>
    public static Action? Find(string name) => Methods.FirstOrDefault(m => m.Name == name)?.CreateDelegate<Action>();
}
