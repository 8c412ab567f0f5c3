namespace Nabla.Onnx;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Other tools may trip over it.</summary>
    Warning,
    /// <summary>The model breaks a rule of the format.</summary>
    Error,
}

/// <summary>Something wrong with a model.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Node">The node it is about: its name, or its first output; null if it is about something else.</param>
/// <param name="Message">The broken rule, and what is there.</param>
public sealed record Finding(Severity Severity, string? Node, string Message)
{
    /// <summary><c>error: node 'h': …</c>.</summary>
    public override string ToString() => $"{(Severity == Severity.Error ? "error" : "warning")}: {(Node is null ? "" : $"node '{Node}': ")}{Message}";
}
