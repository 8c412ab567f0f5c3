using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nabla;

/// <summary>The <see cref="IOpPlugin"/> classes of an assembly.</summary>
static class PluginHooks
{
    [RequiresUnreferencedCode("Looks for IOpPlugin classes in an assembly.")]
    public static IReadOnlyList<Type> In(Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => !t.IsAbstract && typeof(IOpPlugin).IsAssignableFrom(t) && t.GetConstructor([]) is not null).OrderBy(t => t.FullName, StringComparer.Ordinal)];

    /// <summary>Runs them; all of what they add is taken back if one throws.</summary>
    /// <exception cref="NablaException">One throws; the message names it.</exception>
    [RequiresUnreferencedCode("Looks for IOpPlugin classes in an assembly.")]
    public static void Run(Registry registry, Assembly assembly)
    {
        int before = registry.Rewrites.Count;
        foreach (var type in In(assembly))
        {
            try
            {
                ((IOpPlugin)Activator.CreateInstance(type)!).Register(registry);
            }
            catch (Exception e)
            {
                registry.TakeBackRewrites(before);
                var cause = e;
                while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner) cause = inner;
                throw new NablaException($"its class {type.FullName} threw {cause.GetType().Name}: {cause.Message}", e);
            }
        }
    }
}
