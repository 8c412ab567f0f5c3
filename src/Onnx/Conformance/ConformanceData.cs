using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>The tensors of one data set.</summary>
/// <param name="Inputs">Those to feed, by the names of the model's inputs.</param>
/// <param name="Outputs">Those to expect, each with the number of the model's output.</param>
sealed record ConformanceData(IReadOnlyDictionary<string, Tensor> Inputs, IReadOnlyList<(int Index, Tensor Tensor)> Outputs)
{
    /// <exception cref="NablaException">A file is damaged, or holds something else than a tensor.</exception>
    public static ConformanceData Read(string folder, ModelProto model)
    {
        var stored = model.Graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        // Older files list what is stored among the inputs as well; the data has those that are to be fed only.
        var fed = model.Graph.Input.Where(i => !stored.Contains(i.Name)).ToList();
        return new(Files(folder, "input", fed).ToDictionary(f => fed[f.Index].Name, f => f.Tensor), [.. Files(folder, "output", model.Graph.Output)]);
    }

    static IEnumerable<(int Index, Tensor Tensor)> Files(string folder, string what, IReadOnlyList<ValueInfoProto> values)
    {
        for (int k = 0; File.Exists(Path.Combine(folder, $"{what}_{k}.pb")); k++)
        {
            var path = Path.Combine(folder, $"{what}_{k}.pb");
            if (k >= values.Count) throw new NablaException($"'{path}' belongs to no {what} of the model, which has {values.Count}.");
            var type = values[k].Type;
            if (type is not { ValueCase: TypeProto.ValueOneofCase.TensorType or TypeProto.ValueOneofCase.None })
                throw new NablaException($"The {what} '{values[k].Name}' is of kind {type?.ValueCase}; only tensors can be fed and read.");
            var tensor = TensorReader.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)), $"{what} '{values[k].Name}'");
            yield return (k, type.TensorType?.ElemType == (int)ElementType.BFloat16 ? AsBFloat16(tensor) : tensor);
        }
    }

    // NumPy, by which the tests were written, has no such type: their bits are stored as 16-bit integers.
    static Tensor AsBFloat16(Tensor tensor) => tensor.Element == ElementType.UInt16 ? Tensor.FromBytes(ElementType.BFloat16, tensor.Bytes, tensor.Dims) : tensor;
}
