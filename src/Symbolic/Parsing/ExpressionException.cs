namespace Nabla.Symbolic;

/// <summary>A text that is no expression. The message has three lines: what is wrong and where, the text, and a mark below the place.</summary>
public sealed class ExpressionException : NablaException
{
    const int Shown = 76;

    internal ExpressionException(string text, int position, string reason) : base($"The expression cannot be read at column {position + 1}: {reason}{(reason.EndsWith('?') ? "" : ".")}{Mark(text, position)}") =>
        (Text, Column, Reason) = (text, position + 1, reason);

    /// <summary>What was to be read.</summary>
    public string Text { get; }

    /// <summary>The first character that does not fit, counted from 1; one more than there are if the end came too early.</summary>
    public int Column { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Reason { get; }

    // Of a long text the part around the place.
    static string Mark(string text, int position)
    {
        int first = text.Length <= Shown ? 0 : Math.Clamp(position - Shown / 2, 0, text.Length - Shown), last = Math.Min(text.Length, first + Shown);
        var (before, after) = (first > 0 ? "…" : "", last < text.Length ? "…" : "");
        var line = string.Concat(text[first..last].Select(c => char.IsControl(c) ? ' ' : c));
        return $"\n  {before}{line}{after}\n  {new string(' ', before.Length + position - first)}^";
    }
}
