namespace Nabla;

/// <summary>What a value is: element type and shape.</summary>
public readonly record struct TensorType(ElementType Element, Shape Shape)
{
    /// <summary>The type with symbols replaced by sizes.</summary>
    public TensorType Bind(IReadOnlyDictionary<string, long> sizes) => Shape.IsStatic ? this : this with { Shape = Shape.Bind(sizes) };

    /// <summary>Bytes a tensor of this type takes; the shape must be static.</summary>
    public long Bytes => Element.Bytes(Shape.Count.Size);

    /// <summary><c>f32[N,784]</c>.</summary>
    public override string ToString() => $"{Element.Text()}{Shape}";
}
