namespace Nabla.Cli;

/// <summary>How samples lie in a model's input: the batch first, then the sizes of one sample.</summary>
sealed record SampleShape(Dim Batch, long[] Sample)
{
    public int Features => (int)Sample.Aggregate(1L, (product, size) => checked(product * size));

    public long[] Sizes(long rows) => [rows, .. Sample];

    /// <exception cref="NablaException">The input takes no samples of numbers, or of another size.</exception>
    public static SampleShape Of(Value input, int? features = null)
    {
        if (input.Element != ElementType.Float32 || input.Shape.Rank < 2 || input.Shape.Dims[1..].ToArray().Any(d => !d.IsStatic))
            throw new NablaException($"The model's input '{input.Name}' is {input.Type}; a batch of samples, such as f32[N,784], is needed.");
        var shape = new SampleShape(input.Shape[0], [.. input.Shape.Dims[1..].ToArray().Select(d => d.Size)]);
        return features is null || features == shape.Features ? shape
            : throw new NablaException($"The model takes {shape.Features} features a sample ('{input.Name}': {input.Type}) and the data have {features}; "
                + "give the data it was trained for with --data.");
    }
}
