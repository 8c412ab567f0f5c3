using System.Globalization;

namespace Nabla.Benchmarks;

/// <summary>The sizes of matrix products as parameters hold them: 128x512x784 is m×n×k.</summary>
static class Product
{
    public static int[] Sizes(string shape) => [.. shape.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
}
