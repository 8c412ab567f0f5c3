namespace Nabla.Tests.Upgrades;

/// <summary>Every older meaning of every op, with the attributes that it had.</summary>
static class OldNodes
{
    static readonly Dictionary<string, OldNode> All = ((IEnumerable<OldNode>)[.. Reductions(), .. Broadcasts(), .. SameShapes(), .. Rows(), .. Arithmetic(), .. Shaping(), .. Normalization()])
        .ToDictionary(n => n.Name);

    public static IEnumerable<OldNode> Every => All.Values;

    public static OldNode Get(string name) => All[name];

    static IEnumerable<OldNode> Reductions()
    {
        var x = Floats(1, 0.5, 2, 2, 3, 4);
        foreach (var op in (string[])["ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare"])
        {
            yield return new($"{op}-1 over one", op, 7, [("axes", (int[])[1])], x);
            yield return new($"{op}-1 over all", op, 10, [("keepdims", 0)], x);
            yield return new($"{op}-11 over two from the end", op, 11, [("axes", (int[])[-1, -3]), ("keepdims", 0)], x);
            if (op is "ReduceMax" or "ReduceMin") yield return new($"{op}-12", op, 12, [("axes", (int[])[0])], x);
            if (op != "ReduceSum") yield return new($"{op}-13", op, 17, [("axes", (int[])[2, 1]), ("keepdims", 1)], x);
        }
    }

    static IEnumerable<OldNode> Broadcasts()
    {
        foreach (var op in (string[])["Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Greater", "Less"])
        {
            bool bools = op is "And" or "Or" or "Xor", ints = op == "Equal", smooth = !bools && !ints && op is not ("Greater" or "Less");
            Tensor Draw(int seed, params long[] sizes) => bools ? Bools(seed, sizes) : ints ? Ints(seed, 0, 2, sizes) : Floats(seed, 0.5, 2, sizes);
            OldNode Row(string name, Tensor b, long[] aligned, params (string, object)[] attributes)
            {
                var a = Draw(2, 2, 3, 4, 5);
                return new($"{op} {name}", op, 6, attributes, a, b) { As = new("", op, 13, [], a, Tensor.FromBytes(b.Element, b.Bytes, aligned)), Differentiable = smooth };
            }
            yield return Row("alike", Draw(3, 2, 3, 4, 5), [2, 3, 4, 5]);
            yield return Row("at the end", Draw(3, 4, 5), [4, 5], ("broadcast", 1));
            yield return Row("in the middle", Draw(3, 3, 4), [3, 4, 1], ("broadcast", 1), ("axis", 1));
            yield return Row("in front", Draw(3, 2), [2, 1, 1, 1], ("broadcast", 1), ("axis", 0));
            yield return Row("one number", Draw(3), [], ("broadcast", 1));
            yield return Row("one number in brackets, with an axis", Draw(3, 1, 1), [1, 1], ("broadcast", 1), ("axis", 0));
        }
    }

    static IEnumerable<OldNode> SameShapes()
    {
        foreach (var op in (string[])["Max", "Min", "Sum", "Mean"])
        {
            yield return new($"{op} of three", op, 7, [], Floats(1, -2, 2, 3, 5), Floats(2, -2, 2, 3, 5), Floats(3, -2, 2, 3, 5));
            yield return new($"{op} of one", op, 6, [], Floats(1, -2, 2, 4)) { As = new("", op, 7, [], Floats(1, -2, 2, 4)) };
        }
    }

    static IEnumerable<OldNode> Rows()
    {
        var x = Floats(1, -2, 2, 2, 3, 4, 5);
        foreach (var op in (string[])["Softmax", "LogSoftmax", "Hardmax"])
        {
            OldNode Row(string name, int opset, params (string, object)[] attributes) => new($"{op}-{name}", op, opset, attributes, x) { Differentiable = op != "Hardmax" };
            yield return Row("1", 7);
            yield return Row("1 axis 2", 10, ("axis", 2));
            yield return Row("1 axis 0", 9, ("axis", 0));
            yield return Row("1 axis 3", 8, ("axis", 3));
            yield return Row("11", 11);
            yield return Row("11 axis -2", 12, ("axis", -2));
            yield return Row("11 axis -1", 12, ("axis", -1));
        }
    }

    static IEnumerable<OldNode> Arithmetic()
    {
        // Away from the bounds, where slopes jump.
        var x = Tensor.Of([-3f, -1.5f, -0.25f, 0.25f, 1.5f, 3f], 2, 3);
        yield return new("Clip-6", "Clip", 7, [("min", -1f), ("max", 2f)], x);
        yield return new("Clip-6 below", "Clip", 10, [("min", 0f)], x);
        yield return new("Clip-6 above", "Clip", 6, [("max", 0.5f)], x) { As = new("", "Clip", 7, [("max", 0.5f)], x) };
        yield return new("Clip-6 of infinity", "Clip", 7, [], Tensor.Vector(float.NegativeInfinity, 0, float.PositiveInfinity, float.MaxValue)) { Differentiable = false };
        var image = Floats(1, -2, 2, 2, 3, 4, 5);
        yield return new("PRelu-6 one slope", "PRelu", 6, [], image, Tensor.Vector(0.25f)) { As = new("", "PRelu", 16, [], image, Tensor.Vector(0.25f)) };
        yield return new("PRelu-6 a slope a channel", "PRelu", 6, [], image, Tensor.Vector(0.25f, 0.5f, -1f)) { As = new("", "PRelu", 16, [], image, Tensor.Of([0.25f, 0.5f, -1f], 3, 1, 1)) };
        yield return new("PRelu-6 of a matrix", "PRelu", 6, [], x, Tensor.Vector(0.25f, 0.5f, -1f)) { As = new("", "PRelu", 16, [], x, Tensor.Vector(0.25f, 0.5f, -1f)) };
        Tensor a = Floats(1, -2, 2, 4, 3), b = Floats(2, -2, 2, 5, 4), bias = Floats(3, -2, 2, 5), whole = Floats(3, -2, 2, 3, 5);
        yield return new("Gemm-6", "Gemm", 6, [("transA", 1), ("transB", 1), ("alpha", 0.5f)], a, b, whole) { As = new("", "Gemm", 13, [("transA", 1), ("transB", 1), ("alpha", 0.5f)], a, b, whole) };
        yield return new("Gemm-6 with a bias", "Gemm", 6, [("transA", 1), ("transB", 1), ("broadcast", 1), ("beta", 2f)], a, b, bias)
        {
            As = new("", "Gemm", 13, [("transA", 1), ("transB", 1), ("beta", 2f)], a, b, bias),
        };
    }

    static IEnumerable<OldNode> Shaping()
    {
        Tensor ones = Floats(1, -2, 2, 1, 3, 1, 5), x = Floats(1, -2, 2, 4, 6);
        yield return new("Squeeze-1", "Squeeze", 7, [("axes", (int[])[0])], ones);
        yield return new("Squeeze-1 all", "Squeeze", 10, [], ones);
        yield return new("Squeeze-11", "Squeeze", 12, [("axes", (int[])[-2, 0])], ones);
        yield return new("Unsqueeze-1", "Unsqueeze", 7, [("axes", (int[])[0, 3])], x);
        yield return new("Unsqueeze-11", "Unsqueeze", 11, [("axes", (int[])[-1])], x);
        yield return new("Slice-1", "Slice", 7, [("starts", (int[])[1, -4]), ("ends", (int[])[3, -1])], x);
        yield return new("Slice-1 to the end", "Slice", 9, [("axes", (int[])[1]), ("starts", (int[])[2]), ("ends", (int[])[int.MaxValue])], x);
        yield return new("Pad-2", "Pad", 7, [("pads", (int[])[1, 0, 2, 3])], x);
        yield return new("Pad-2 with a value", "Pad", 10, [("pads", (int[])[0, 1, 0, 0]), ("value", 1.5f), ("mode", "constant")], x);
        yield return new("Pad-2 cut", "Pad", 8, [("pads", (int[])[-1, 0, 0, -2])], x);
        yield return new("Pad-2 reflect", "Pad", 9, [("pads", (int[])[1, 2, 0, 1]), ("mode", "reflect")], x) { Differentiable = false };
        yield return new("Pad-2 edge", "Pad", 9, [("pads", (int[])[1, 2, 0, 1]), ("mode", "edge")], x) { Differentiable = false };
        yield return new("TopK-1", "TopK", 7, [("k", 2)], x) { Outputs = 2 };
        yield return new("TopK-1 axis 0", "TopK", 9, [("k", 3), ("axis", 0)], x) { Outputs = 2 };
        Tensor depth = Tensor.Scalar(4L), values = Tensor.Vector(-1f, 5f), places = Tensor.Of([1L, 3, 2, 0], 2, 2);
        var second = new HashSet<int> { 1 };
        yield return new("OneHot-9", "OneHot", 9, [], Tensor.Vector(0L, 2, 7), depth, values) { Stored = second };
        yield return new("OneHot-9 axis 0", "OneHot", 10, [("axis", 0)], Tensor.Of([1.5f, 3, 2, -0.5f], 2, 2), depth, values) { Stored = second, As = new("", "OneHot", 11, [("axis", 0)], places, depth, values), Differentiable = false };
        yield return new("OneHot-9 below zero", "OneHot", 9, [], Tensor.Vector(-1L, -4, 1), Tensor.Vector(4), values)
        {
            Stored = second,
            Gives = () => [Tensor.Of([-1f, -1, -1, -1, -1, -1, -1, -1, -1, 5, -1, -1], 3, 4)],
        };
        foreach (var (since, opset) in ((int, int)[])[(2, 7), (11, 12)])
        {
            yield return new($"Split-{since}", "Split", opset, [("axis", 1)], x) { Outputs = 3 };
            yield return new($"Split-{since} by sizes", "Split", opset, [("axis", 1), ("split", (int[])[1, 5])], x) { Outputs = 2, NeedsSizes = "the sizes of the parts are known" };
        }
        yield return new("Split-13 without sizes", "Split", 13, [], x) { Outputs = 2 };
        Tensor rows = Tensor.Of([1L, 0, 2, 0, 2, 1], 2, 3), updates = Floats(2, -2, 2, 2, 3), data = Floats(3, -2, 2, 3, 3);
        yield return new("Scatter-9", "Scatter", 9, [], data, rows, updates);
        yield return new("Scatter-9 axis 1", "Scatter", 10, [("axis", 1)], data, rows, updates);
        yield return new("Scatter-11", "Scatter", 11, [("axis", -1)], data, rows, updates) { As = new("", "ScatterElements", 11, [("axis", 1)], data, rows, updates) };
    }

    static IEnumerable<OldNode> Normalization()
    {
        var x = Floats(1, -2, 2, 2, 3, 4, 5);
        OldNode Same(string op, int opset, params (string, object)[] attributes) => new("", op, opset, attributes, x);
        yield return new("Dropout-6 in use", "Dropout", 6, [("is_test", 1), ("ratio", 0.25f)], x) { As = Same("Identity", 13) };
        yield return new("Dropout-7", "Dropout", 7, [("ratio", 0.25f)], x);
        yield return new("Dropout-7 with its mask", "Dropout", 9, [], x) { Outputs = 2, Gives = () => [x, Tensor.Filled(ElementType.Float32, 1, 2, 3, 4, 5)], Differentiable = false };
        yield return new("Dropout-10", "Dropout", 11, [], x);
        yield return new("Dropout-10 with its mask", "Dropout", 10, [], x) { Outputs = 2, Gives = () => [x, Tensor.Filled(ElementType.Bool, 1, 2, 3, 4, 5)] };

        Tensor[] given = [x, Floats(2, 0.5, 2, 3), Floats(3, -1, 1, 3), Floats(4, -1, 1, 3), Floats(5, 0.5, 2, 3)];
        yield return new("BatchNormalization-6 in use", "BatchNormalization", 6, [("is_test", 1), ("epsilon", 1e-3f)], given) { As = new("", "BatchNormalization", 7, [("epsilon", 1e-3f)], given) };
        yield return new("BatchNormalization-6 in use, with the given moments", "BatchNormalization", 6, [("is_test", 1)], given)
        {
            Outputs = 3,
            Gives = () => [.. BatchMoments.Normalized(given, given[3], given[4]), given[3], given[4]],
        };
        yield return new("BatchNormalization-6 in training", "BatchNormalization", 6, [("momentum", 0.75f)], given) { Gives = () => BatchMoments.Trained(given, 0.75)[..1], NotRewritten = "in training it asks for all three outputs" };
        yield return new("BatchNormalization-6 in training, all outputs", "BatchNormalization", 6, [], given) { Outputs = 5, Gives = () => BatchMoments.Trained(given, 0.9) };
        yield return new("BatchNormalization-7", "BatchNormalization", 7, [("spatial", 1)], given);
        yield return new("BatchNormalization-7 in training", "BatchNormalization", 8, [], given) { Outputs = 3, As = Trained(given, 3, 0.9f) };
        yield return new("BatchNormalization-9", "BatchNormalization", 13, [("epsilon", 1e-2f)], given);
        yield return new("BatchNormalization-9 in training", "BatchNormalization", 9, [("momentum", 0.5f)], given) { Outputs = 3, As = Trained(given, 3, 0.5f) };
        yield return new("BatchNormalization-9 in training, all outputs", "BatchNormalization", 12, [("momentum", 0.5f)], given) { Outputs = 5, Gives = () => BatchMoments.Trained(given, 0.5) };
        Tensor[] each = [x, Floats(2, 0.5, 2, 3, 4, 5), Floats(3, -1, 1, 3, 4, 5), Floats(4, -1, 1, 3, 4, 5), Floats(5, 0.5, 2, 3, 4, 5)];
        yield return new("BatchNormalization-7 a feature", "BatchNormalization", 7, [("spatial", 0)], each);
        yield return new("BatchNormalization-7 a feature, in training", "BatchNormalization", 7, [("spatial", 0), ("momentum", 0.5f)], each) { Outputs = 5, Gives = () => BatchMoments.Trained(each, 0.5) };
        yield return new("BatchNormalization-6 a feature", "BatchNormalization", 6, [("spatial", 0), ("is_test", 1)], each) { As = new("", "BatchNormalization", 7, [("spatial", 0)], each) };

        var image = Floats(1, -2, 2, 2, 4, 3, 2);
        yield return new("GroupNormalization-18", "GroupNormalization", 18, [("num_groups", 2), ("epsilon", 1e-3f)], image, Tensor.Vector(1.5f, -0.5f), Tensor.Vector(0.25f, 1f))
        {
            As = new("", "GroupNormalization", 21, [("num_groups", 2), ("epsilon", 1e-3f)], image, Tensor.Vector(1.5f, 1.5f, -0.5f, -0.5f), Tensor.Vector(0.25f, 0.25f, 1f, 1f)),
        };
    }

    static OldNode Trained(Tensor[] given, int outputs, float momentum) => new("", "BatchNormalization", 15, [("training_mode", 1), ("momentum", momentum)], given) { Outputs = outputs };

    static Tensor Floats(int seed, double low, double high, params long[] sizes) => Tensor.Of(Draw(seed, sizes, r => (float)(low + (high - low) * r.NextDouble())), sizes);

    static Tensor Ints(int seed, int low, int high, params long[] sizes) => Tensor.Of(Draw(seed, sizes, r => r.Next(low, high)), sizes);

    static Tensor Bools(int seed, params long[] sizes) => Tensor.Of(Draw(seed, sizes, r => r.Next(2) == 1), sizes);

    static T[] Draw<T>(int seed, long[] sizes, Func<Random, T> next)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)sizes.Aggregate(1L, (n, s) => n * s)).Select(_ => next(random))];
    }
}
