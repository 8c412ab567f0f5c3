namespace Nabla.Plugins;

/// <summary>A fixed tensor. Exactly one attribute is given.</summary>
/// <param name="Value">Any tensor.</param>
/// <param name="ValueInt">A 64-bit integer.</param>
/// <param name="ValueInts">A vector of them.</param>
/// <param name="ValueFloat">A 32-bit float.</param>
/// <param name="ValueFloats">A vector of them.</param>
/// <param name="ValueString">A text.</param>
/// <param name="ValueStrings">A vector of them.</param>
[Op("Constant", 1, 9, 11, 12, 13, 19, 21, 23, 24, 25, Signature = "-> output")]
public sealed record Constant(Tensor? Value = null, long? ValueInt = null, AttributeList<long>? ValueInts = null, float? ValueFloat = null,
    AttributeList<float>? ValueFloats = null, string? ValueString = null, AttributeList<string>? ValueStrings = null) : Op
{
    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => Value is null ? 12 : 1;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        object?[] given = [Value, ValueInt, ValueInts, ValueFloat, ValueFloats, ValueString, ValueStrings];
        x.Require(given.Count(v => v is not null) == 1, "exactly one of its attributes must be given");
        return [Tensor().Type];
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x)
    {
        var tensor = Tensor();
        return tensor.Dims.Length <= 1 && tensor.Count <= 64 ? tensor.ToInts()?.Select(v => new Dim(v)).ToArray() : null;
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => Fixed.Bind(Tensor(), b.Out());

    Tensor Tensor() => Value
        ?? (ValueInt is { } i ? Nabla.Tensor.Scalar(i)
        : ValueInts is { } ints ? Nabla.Tensor.Vector(ints.Span)
        : ValueFloat is { } f ? Nabla.Tensor.Scalar(f)
        : ValueFloats is { } floats ? Nabla.Tensor.Vector(floats.Span)
        : ValueString is { } text ? Nabla.Tensor.OfStrings([text])
        : Nabla.Tensor.OfStrings(ValueStrings!.Value.Span, ValueStrings.Value.Count));
}
