using System.Collections;
using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>An immutable list attribute (<c>ints</c>, <c>floats</c>, <c>strings</c>), equal by content, so that op records compare as ONNX nodes do.</summary>
[CollectionBuilder(typeof(AttributeList), nameof(AttributeList.Create))]
public readonly struct AttributeList<T> : IReadOnlyList<T>, IEquatable<AttributeList<T>>
{
    readonly T[]? _items;

    internal AttributeList(T[] items) => _items = items;

    /// <summary>The number of items.</summary>
    public int Count => _items?.Length ?? 0;

    /// <summary>Item <paramref name="index"/>.</summary>
    public T this[int index] => _items![index];

    /// <summary>The items.</summary>
    public ReadOnlySpan<T> Span => _items;

    /// <inheritdoc/>
    public bool Equals(AttributeList<T> other) => Span.SequenceEqual(other.Span, EqualityComparer<T>.Default);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeList<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Span) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>Equal content.</summary>
    public static bool operator ==(AttributeList<T> a, AttributeList<T> b) => a.Equals(b);

    /// <summary>Different content.</summary>
    public static bool operator !=(AttributeList<T> a, AttributeList<T> b) => !a.Equals(b);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>[0,1]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', this)}]";
}

/// <summary>Makes attribute lists.</summary>
public static class AttributeList
{
    /// <summary>A list of copied items.</summary>
    public static AttributeList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
