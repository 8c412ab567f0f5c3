using System.Globalization;

namespace Nabla.Symbolic;

/// <summary>Numbers as text, the same everywhere.</summary>
static class Numerals
{
    /// <summary>The shortest text that is read back to the same number: <c>0.001</c>, <c>1e20</c>.</summary>
    public static string Text(this double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Split('E') is [var digits, var exponent] ? $"{digits}e{int.Parse(exponent, CultureInfo.InvariantCulture)}" : text;
    }
}
