using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Tensors joined along an axis; all other dimensions must be equal.</summary>
[Op("Concat", 4, 11, 13, Signature = "inputs* -> concat_result")]
public sealed record Concat(long Axis) : Op
{
    // x̄ᵢ = the part of ȳ where xᵢ went.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        int axis = Axes.Axis(Axis, p.dY.Shape.Rank), count = p.Node.Inputs.Count;
        var sizes = Enumerable.Range(0, count).Select(i => p.Type(i).Shape[axis]).ToArray();
        Value lengths;
        if (sizes.All(d => d.IsStatic)) lengths = p.Graph.Ints([.. sizes.Select(d => d.Size)]);
        else
        {
            var parts = Enumerable.Range(0, count).Select(i => p.Graph.Add(new Gather(), p.ShapeOf(i), p.Graph.Ints(axis))[0]);
            lengths = p.Graph.Add(new Concat(0), [.. parts])[0];
        }
        return [.. p.Graph.Add(new Split(axis), p.dY, lengths)];
    }

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Count > 0, "needs at least one input");
        var element = x.SameElement();
        var dims = x.Shape().ToArray();
        int axis = x.Axis(Axis, dims.Length);
        for (int i = 1; i < x.Count; i++)
        {
            var shape = x.Shape(i);
            x.Require(shape.Rank == dims.Length, "all inputs need the same number of dimensions");
            for (int a = 0; a < dims.Length; a++)
            {
                if (a == axis) dims[a] += shape[a];
                else if (!dims[a].IsStatic) dims[a] = shape[a].IsStatic ? shape[a] : dims[a];
                else x.Require(!shape[a].IsStatic || shape[a] == dims[a], $"dimension {a} is {dims[a]} in one input and {shape[a]} in another; only axis {axis} may differ");
            }
        }
        return [new(element, [.. dims])];
    }

    /// <inheritdoc/>
    public override Dim[]? Content(Inference x)
    {
        var parts = Enumerable.Range(0, x.Count).Select(x.Content).ToList();
        return parts.Any(c => c is null) ? null : [.. parts.SelectMany(c => c!)];
    }

    /// <inheritdoc/>
    public override unsafe Kernel? Bind(Binding b)
    {
        var y = b.Out();
        var (outer, size, inner) = Axes.Around(y.Sizes, Axes.Axis(Axis, y.Rank));
        var copies = new List<Kernel?>();
        nint at = 0;
        for (int i = 0; i < b.InputCount; i++)
        {
            nint run = (nint)b.In(i).Sizes[Axes.Axis(Axis, y.Rank)] * inner;
            copies.Add(StridedCopy.Bind(y.Element, b.In(i).Pointer, StridedCopy.At(y, at), new StridedAxis(outer, run, size * inner), new StridedAxis(run, 1, 1)));
            at += run;
        }
        return Sequence.Of(copies);
    }
}
