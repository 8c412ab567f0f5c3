namespace Nabla.Ops;

/// <summary>Products, reductions and changes of shape on values, by the ONNX op they add.</summary>
public static class Structure
{
    extension(Value x)
    {
        /// <summary>The matrix product, over the last two dimensions, the others broadcast.</summary>
        public Value MatMul(Value other) => x.Graph.Add("MatMul", x, other);

        /// <summary>α·op(x)·op(b) + β·c for matrices, c broadcast to the result.</summary>
        public Value Gemm(Value b, Value? c = null, bool transA = false, bool transB = false, double alpha = 1, double beta = 1) =>
            x.AddWith("Gemm", [("transA", transA ? 1L : 0L), ("transB", transB ? 1L : 0L), ("alpha", (float)alpha), ("beta", (float)beta)], b, c);

        /// <summary>The last two dimensions exchanged (of a matrix: its transpose).</summary>
        public Value T => x.Shape.Rank <= 2 ? x.Graph.Add("Transpose", x) : x.Transpose([.. Enumerable.Range(0, x.Shape.Rank - 2), x.Shape.Rank - 1, x.Shape.Rank - 2]);

        /// <summary>Dimensions in another order: dimension i of the result is dimension <paramref name="perm"/>[i] of x.</summary>
        public Value Transpose(ReadOnlySpan<int> perm)
        {
            var order = new long[perm.Length];
            for (int i = 0; i < order.Length; i++) order[i] = perm[i];
            return x.AddWith("Transpose", [("perm", order)]);
        }

        /// <summary>The same elements in another shape; −1 for the dimension that follows from the others, 0 for one that is kept.</summary>
        public Value Reshape(params ReadOnlySpan<long> sizes) => x.Graph.Add("Reshape", x, x.Graph.Ints(sizes));

        /// <summary>The same elements in the shape that a vector of 64-bit integers holds. A 0 in it is a dimension of size 0, as what <see cref="ShapeOf"/> gives means it.</summary>
        public Value Reshape(Value shape) => ZeroKeepsItself(x, shape) ? x.Graph.Add("Reshape", x, shape) : x.AddWith("Reshape", [("allowzero", 1L)], shape);

        /// <summary>Repeated along dimensions of size 1 and in front, to a shape that a vector of 64-bit integers holds.</summary>
        public Value Expand(Value shape) => x.Graph.Add("Expand", x, shape);

        /// <summary>The sizes as a vector of 64-bit integers.</summary>
        public Value ShapeOf() => x.Graph.Add("Shape", x);

        /// <summary>The number of elements as a 64-bit integer.</summary>
        public Value CountOf() => x.Graph.Add("Size", x);

        /// <summary>With a dimension of size 1 put in at each of the axes.</summary>
        public Value Unsqueeze(params ReadOnlySpan<long> axes) => x.Graph.Add("Unsqueeze", x, x.Graph.Ints(axes));

        /// <summary>With the dimensions of size 1 at the axes left out.</summary>
        public Value Squeeze(params ReadOnlySpan<long> axes) => x.Graph.Add("Squeeze", x, x.Graph.Ints(axes));

        /// <summary>The sum over some axes, or over all if none are given.</summary>
        public Value Sum(ReadOnlySpan<long> axes = default, bool keepDims = false) => x.Reduce("ReduceSum", axes, keepDims);

        /// <summary>The mean over some axes, or over all if none are given.</summary>
        public Value Mean(ReadOnlySpan<long> axes = default, bool keepDims = false) => x.Reduce("ReduceMean", axes, keepDims);

        /// <summary>The largest over some axes, or over all if none are given.</summary>
        public Value ReduceMax(ReadOnlySpan<long> axes = default, bool keepDims = false) => x.Reduce("ReduceMax", axes, keepDims);

        // Reading 0 as "the dimension that x has there" comes to the same: older operator sets know no other way.
        static bool ZeroKeepsItself(Value data, Value shape)
        {
            if (shape.Content is not { } dims) return false;
            for (int i = 0; i < dims.Length; i++)
                if (!(dims[i].IsStatic && dims[i].Size != 0) && !(i < data.Shape.Rank && dims[i] == data.Shape[i])) return false;
            return true;
        }

        Value Reduce(string op, ReadOnlySpan<long> axes, bool keepDims) =>
            x.AddWith(op, [("keepdims", keepDims ? 1L : 0L)], axes.Length == 0 ? null : x.Graph.Ints(axes));

        /// <summary>eˣ / Σ eˣ along an axis.</summary>
        public Value Softmax(long axis = -1) => x.AddWith("Softmax", [("axis", axis)]);

        /// <summary>x − ln Σ eˣ along an axis.</summary>
        public Value LogSoftmax(long axis = -1) => x.AddWith("LogSoftmax", [("axis", axis)]);

        /// <summary>For each 64-bit label a row of <paramref name="classes"/> numbers: 1 at the label, 0 elsewhere; the last dimension is new.</summary>
        public Value OneHot(Value classes, ElementType element)
        {
            var zeroOne = x.Graph.Constant(element == ElementType.Float64 ? Tensor.Vector(0.0, 1.0) : Tensor.Vector(0f, 1f));
            return x.Graph.Add("OneHot", x, classes, zeroOne);
        }
    }
}
