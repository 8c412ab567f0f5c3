namespace Nabla.Symbolic;

/// <summary>A point at which an expression has no value. The message names the sub-expression, its argument and what it needs.</summary>
public sealed class EvaluationException : NablaException
{
    const int Shown = 80;

    internal EvaluationException(Expression node, double argument, string reason) : base($"{Short(node)} {reason}.") => (Node, Argument) = (node, argument);

    /// <summary>The sub-expression that has no value.</summary>
    public Expression Node { get; }

    /// <summary>What it was applied to: the argument of a function, the divisor of a quotient, the base of a power; of others the left operand.</summary>
    public double Argument { get; }

    internal static string Short(Expression e) => PlainText.Of(e, Shown);
}
