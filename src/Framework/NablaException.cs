namespace Nabla;

/// <summary>Every error that Nabla raises for bad input, a wrong graph or a missing rule. Its message is one clear sentence that names the thing and the way out.</summary>
public class NablaException : Exception
{
    /// <summary>An error with a message meant for a person.</summary>
    public NablaException(string message) : base(message) { }

    /// <summary>An error with a message meant for a person, caused by another.</summary>
    public NablaException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>A node that breaks a rule of its op: wrong number of inputs, shapes or types that do not fit, an attribute out of range.</summary>
public sealed class GraphException(string message) : NablaException(message);

/// <summary>A derivative that no rule gives. The message names the op and the path that reached it.</summary>
public sealed class MissingAdjointException(string message) : NablaException(message);
