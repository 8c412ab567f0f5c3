using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>What to feed a model when it is compared with ONNX Runtime.</summary>
static class TestInputs
{
    const int Rows = 64, OtherSizes = 8;

    /// <summary>The test part of a data set, in the shape of the model's one input; the columns of a table by the names that the model knows.</summary>
    public static IReadOnlyDictionary<string, Tensor> Of(OnnxModel model, DataSource source) =>
        Of(model.Graph, source.Load(ModelMetadata.FeatureNames(model.Metadata, SampleShape.Of(Input(model.Graph)).Features)).Test);

    /// <summary>The samples of a data set, in the shape of the model's one input.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="fixedInputs">A number for each other input.</param>
    public static IReadOnlyDictionary<string, Tensor> Of(Graph model, Dataset data, IReadOnlyDictionary<Value, double>? fixedInputs = null)
    {
        var input = Input(model, fixedInputs);
        var shape = SampleShape.Of(input, data.FeatureCount);
        var fed = new Dictionary<string, Tensor> { [input.Name] = Tensor.Of(data.Features, shape.Sizes(data.Count)) };
        var sizes = input.Shape[0].Symbols.ToDictionary(s => s, _ => (long)data.Count);
        foreach (var (other, number) in fixedInputs ?? new Dictionary<Value, double>()) fed[other.Name] = Tensor.Filled(other.Element, number, other.Shape.Bind(sizes).ToSizes());
        return fed;
    }

    static Value Input(Graph model, IReadOnlyDictionary<Value, double>? fixedInputs = null) =>
        model.Inputs.Where(v => v.Kind == ValueKind.Input && fixedInputs?.ContainsKey(v) != true).ToList() is [var only] ? only
        : throw new NablaException("The model takes several inputs; a data set can feed only one. Leave --data out to validate with random inputs.");

    /// <summary>Random numbers for every input: floats normally distributed, integers and bools 0 or 1, valid as most indices.</summary>
    public static IReadOnlyDictionary<string, Tensor> Random(Graph model, ulong seed)
    {
        var inputs = model.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        var batch = inputs.Where(v => v.Shape.Rank > 0).SelectMany(v => v.Shape[0].Symbols).FirstOrDefault();
        var sizes = inputs.SelectMany(v => v.Shape.Dims.ToArray()).SelectMany(d => d.Symbols).Distinct()
            .ToDictionary(s => s, s => (long)(s == batch ? Rows : OtherSizes));
        return inputs.ToDictionary(v => v.Name, v => Random(v, v.Type.Bind(sizes), new(seed, v.Name)));
    }

    static Tensor Random(Value input, TensorType type, RandomStream random)
    {
        var sizes = type.Shape.ToSizes();
        int count = checked((int)type.Shape.Count.Size);
        if (type.Element == ElementType.Float32) return Tensor.Of(Fill(count, () => (float)random.NextNormal()), sizes);
        if (type.Element == ElementType.Float64) return Tensor.Of(Fill(count, () => (double)random.NextNormal()), sizes);
        if (type.Element == ElementType.Float16) return Tensor.Of(Fill(count, () => (Half)random.NextNormal()), sizes);
        if (type.Element == ElementType.Bool || type.Element.IsInteger() && type.Element.Bits() >= 8) return Bits(type, sizes, count, random);
        throw new NablaException($"Input '{input.Name}' is {input.Type}; random inputs of {type.Element.Text()} cannot be made. Give --data.");
    }

    // Little-endian: the lowest byte of each number.
    static Tensor Bits(TensorType type, long[] sizes, int count, RandomStream random)
    {
        int width = type.Element.Bits() / 8;
        var bytes = new byte[checked(count * width)];
        for (int i = 0; i < bytes.Length; i += width) bytes[i] = (byte)random.NextBelow(2);
        return Tensor.FromBytes(type.Element, bytes, sizes);
    }

    static T[] Fill<T>(int count, Func<T> next)
    {
        var numbers = new T[count];
        for (int i = 0; i < count; i++) numbers[i] = next();
        return numbers;
    }
}
