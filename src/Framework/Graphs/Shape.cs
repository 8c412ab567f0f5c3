using System.Collections;
using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>The dimensions of a tensor, outermost first; a scalar has none. Immutable, equal by content. Written as a collection: <c>["N", 784]</c>.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IReadOnlyList<Dim>, IEquatable<Shape>
{
    readonly Dim[]? _dims;

    Shape(Dim[] dims) => _dims = dims;

    /// <summary>A shape from its dimensions.</summary>
    public static Shape Create(ReadOnlySpan<Dim> dims) => new(dims.ToArray());

    /// <summary>A shape from known sizes.</summary>
    public static Shape Of(params ReadOnlySpan<long> sizes)
    {
        var dims = new Dim[sizes.Length];
        for (int i = 0; i < dims.Length; i++) dims[i] = sizes[i];
        return new(dims);
    }

    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of dimensions.</summary>
    public int Rank => _dims?.Length ?? 0;

    int IReadOnlyCollection<Dim>.Count => Rank;

    /// <summary>Dimension <paramref name="axis"/>, 0 outermost.</summary>
    public Dim this[int axis] => _dims![axis];

    /// <summary>The dimensions.</summary>
    public ReadOnlySpan<Dim> Dims => _dims;

    /// <summary>The product of all dimensions.</summary>
    public Dim Count
    {
        get
        {
            Dim product = 1;
            foreach (var d in Dims) product *= d;
            return product;
        }
    }

    /// <summary>True if every dimension is known.</summary>
    public bool IsStatic
    {
        get
        {
            foreach (var d in Dims) if (!d.IsStatic) return false;
            return true;
        }
    }

    /// <summary>The sizes, where all are known.</summary>
    public long[] ToSizes() => [.. Dims.ToArray().Select(d => d.Size)];

    /// <summary>The shape with symbols replaced by sizes.</summary>
    public Shape Bind(IReadOnlyDictionary<string, long> sizes) => IsStatic ? this : new([.. _dims!.Select(d => d.Bind(sizes))]);

    /// <summary>An axis counted from the end if negative, as in ONNX.</summary>
    /// <exception cref="GraphException">The axis is not in [−rank, rank).</exception>
    public int Axis(long axis) => axis >= -Rank && axis < Rank ? (int)(axis < 0 ? axis + Rank : axis)
        : throw new GraphException($"axis {axis} is outside [{-Rank}, {Rank}) for shape {this}.");

    /// <summary>Equal, as far as both are known; a dimension that is not is checked when it is bound.</summary>
    public bool Fits(Shape other)
    {
        if (Rank != other.Rank) return false;
        for (int i = 0; i < Rank; i++) if (this[i] != other[i] && this[i].IsStatic && other[i].IsStatic) return false;
        return true;
    }

    /// <summary>The common shape of two that broadcast as in NumPy and ONNX: aligned at the end, size 1 repeats. Two symbols, or a symbol and a
    /// size, are taken to be equal; that is checked when the symbols are bound.</summary>
    /// <returns>False if two known sizes differ and neither is 1.</returns>
    public static bool TryBroadcast(Shape a, Shape b, out Shape result)
    {
        var dims = new Dim[Math.Max(a.Rank, b.Rank)];
        result = default;
        for (int i = 0; i < dims.Length; i++)
        {
            Dim x = i < dims.Length - a.Rank ? 1 : a[i - (dims.Length - a.Rank)], y = i < dims.Length - b.Rank ? 1 : b[i - (dims.Length - b.Rank)];
            if (x == y || y.Is(1)) dims[i] = x;
            else if (x.Is(1)) dims[i] = y;
            else if (x.IsStatic && y.IsStatic) return false;
            else dims[i] = x.IsStatic ? x : y.IsStatic ? y : x;
        }
        result = new(dims);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dims.SequenceEqual(other.Dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var d in Dims) hash.Add(d);
        return hash.ToHashCode();
    }

    /// <summary>Same dimensions.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Different dimensions.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <inheritdoc/>
    public IEnumerator<Dim> GetEnumerator() => ((IEnumerable<Dim>)(_dims ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>[N,784]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', this)}]";
}
