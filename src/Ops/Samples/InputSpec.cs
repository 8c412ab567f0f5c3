namespace Nabla.Ops;

/// <summary>How a test input is drawn: its sizes, its element type, and the interval that the op is defined on.</summary>
/// <param name="Element">Float32 stands for the floating-point type under test; other types are taken as they are.</param>
/// <param name="Sizes">The sizes.</param>
/// <param name="Low">The smallest number drawn.</param>
/// <param name="High">The largest number drawn.</param>
/// <param name="Kinks">Points near which nothing is drawn, because a slope jumps there.</param>
/// <param name="Fixed">The content, where it is not drawn.</param>
public sealed record InputSpec(ElementType Element, long[] Sizes, double Low = -2, double High = 2, double[]? Kinks = null, Tensor? Fixed = null)
{
    // Further than any finite-difference step.
    const double Margin = 0.05;

    /// <summary>True for an input of the floating-point type under test.</summary>
    public bool IsFloat => Fixed is null && Element == ElementType.Float32;

    /// <summary>Added on the diagonal of each matrix, so that it is far from singular.</summary>
    public double Diagonal { get; init; }

    /// <summary>A floating-point input.</summary>
    public static InputSpec Float(params long[] sizes) => new(ElementType.Float32, sizes);

    /// <summary>An input that is always the same: indices, axes, a shape.</summary>
    public static InputSpec Of(Tensor tensor) => new(tensor.Element, tensor.Dims.ToArray(), Fixed: tensor);

    /// <summary>A constant vector of 64-bit integers.</summary>
    public static InputSpec Ints(params long[] values) => Of(Tensor.Vector<long>(values));

    /// <summary>Random bools.</summary>
    public static InputSpec Bools(params long[] sizes) => new(ElementType.Bool, sizes, 0, 1);

    /// <summary>The same input with another interval.</summary>
    public InputSpec In(double low, double high) => this with { Low = low, High = high };

    /// <summary>The same input, away from points where a slope jumps.</summary>
    public InputSpec AwayFrom(params double[] kinks) => this with { Kinks = kinks };

    /// <summary>The same input with a number added on the diagonal of each of its matrices, which are square.</summary>
    public InputSpec WithDiagonal(double added) => this with { Diagonal = added };

    /// <summary>Draws the numbers; the same for every element type.</summary>
    public double[] Draw(Random random)
    {
        long count = Sizes.Aggregate(1L, (product, size) => product * size);
        var numbers = new double[count];
        for (long i = 0; i < count; i++)
        {
            do numbers[i] = Element == ElementType.Bool ? random.Next(2) : Low + (High - Low) * random.NextDouble();
            while (Kinks?.Any(k => Math.Abs(numbers[i] - k) < Margin) == true);
            if (Diagonal != 0 && i % (Sizes[^1] * Sizes[^1]) % (Sizes[^1] + 1) == 0) numbers[i] += Diagonal;
        }
        return numbers;
    }

    /// <summary>A tensor of the drawn numbers.</summary>
    /// <param name="numbers">What <see cref="Draw"/> gave.</param>
    /// <param name="float">The floating-point type under test, float32 or float64.</param>
    public Tensor ToTensor(double[] numbers, ElementType @float) =>
        Fixed is null ? Made(numbers, @float) : Fixed.Element == ElementType.Float32 && @float == ElementType.Float64 ? Made([.. Fixed.Span<float>().ToArray().Select(v => (double)v)], @float) : Fixed;

    Tensor Made(double[] numbers, ElementType @float) => (Element == ElementType.Float32 ? @float : Element) switch
    {
        ElementType.Float32 => Tensor.Of([.. numbers.Select(v => (float)v)], Sizes),
        ElementType.Float64 => Tensor.Of(numbers, Sizes),
        ElementType.Int64 => Tensor.Of([.. numbers.Select(v => (long)Math.Round(v))], Sizes),
        ElementType.Int32 => Tensor.Of([.. numbers.Select(v => (int)Math.Round(v))], Sizes),
        ElementType.Bool => Tensor.Of([.. numbers.Select(v => v != 0)], Sizes),
        var other => throw new NablaException($"Test inputs of {other.Text()} are not drawn; give them as a fixed tensor."),
    };
}
