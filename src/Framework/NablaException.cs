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
public class GraphException(string message) : NablaException(message);

/// <summary>An adjoint rule that gives a tensor of another type than the input it is for.</summary>
/// <param name="node">The node whose rule it is.</param>
/// <param name="input">The position of the input.</param>
/// <param name="given">What the rule gives.</param>
public sealed class AdjointTypeException(Node node, int input, TensorType given)
    : GraphException($"{node.Describe()}: its adjoint rule gives {given} for input {input}, which is {node.Inputs[input]!.Type}; an adjoint has the type of its value.")
{
    /// <summary>The position of the input.</summary>
    public int Input { get; } = input;

    /// <summary>What the rule gives.</summary>
    public TensorType Given { get; } = given;

    /// <summary>What the input is.</summary>
    public TensorType Expected { get; } = node.Inputs[input]!.Type;
}

/// <summary>A derivative that no rule gives. The message names the op and the path that reached it.</summary>
public sealed class MissingAdjointException(string message) : NablaException(message);
