namespace Nabla;

/// <summary>What a plugin brings beside its op classes, such as rewrite rules: a public class with a public constructor without parameters, made once when
/// the plugin is loaded.</summary>
public interface IOpPlugin
{
    /// <summary>Adds to a registry; the ops of the plugin are there already.</summary>
    void Register(Registry registry);
}
