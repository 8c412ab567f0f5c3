namespace Nabla;

/// <summary>Whatever a plugin's kernel throws, the error names the node.</summary>
static class Kernels
{
    public static T Guard<T>(Node node, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not GraphException)
        {
            throw Error(node, e);
        }
    }

    public static void Prepare(Node node, Kernel kernel) => Guard(node, () =>
    {
        kernel.Prepare();
        return kernel;
    });

    public static NablaException Error(Node node, Exception e) =>
        new($"{node.Describe()}: {(e is NablaException ? e.Message : $"its kernel threw {e.GetType().Name}: {e.Message}{node.Op.Schema.Origin}")}", e);
}
