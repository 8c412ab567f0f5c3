namespace Nabla.Cli;

/// <summary>What a box of a drawing stands for.</summary>
enum BoxKind { Input, Parameter, Op, Output, Passage }

/// <summary>A node of a drawing: an input, a parameter, or an op with the value that it gives.</summary>
sealed class Box(string title, string subtitle, BoxKind kind)
{
    const double CharWidth = 7.2, Padding = 18, PassageWidth = 8;

    public const double Height = 40;

    public string Title { get; } = title;

    public string Subtitle { get; } = subtitle;

    public BoxKind Kind { get; } = kind;

    /// <summary>The boxes that it reads.</summary>
    public List<Box> Reads { get; } = [];

    /// <summary>Where a line passes a layer.</summary>
    public static Box Passage(int layer) => new("", "", BoxKind.Passage) { Layer = layer };

    public double Width => Kind == BoxKind.Passage ? PassageWidth : Math.Max(Title.Length * CharWidth, Subtitle.Length * CharWidth * 0.86) + Padding;

    public int Layer { get; set; }

    /// <summary>The middle of the box.</summary>
    public double X { get; set; }

    /// <summary>The upper edge.</summary>
    public double Y { get; set; }
}
