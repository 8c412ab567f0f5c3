namespace Nabla.Plugins;

/// <summary>What ops of square matrices ask of an input.</summary>
static class Square
{
    /// <summary>Requires floating-point matrices [..., M, M].</summary>
    public static void RequireSquare(this Inference x, int input = 0)
    {
        x.RequireFloat(input);
        var shape = x.Shape(input);
        x.Require(shape.Rank >= 2, $"needs square matrices [..., M, M], not {shape}");
        x.RequireEqual(shape.Dims[^2], shape.Dims[^1], $"needs square matrices [..., M, M], not {shape}");
        x.TakeAsEqual([shape.Dims[^2]], [shape.Dims[^1]]);
    }
}
