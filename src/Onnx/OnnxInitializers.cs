using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>What a model has learned, as variables: to export weights and to load others, whatever the model's ops.</summary>
public static class OnnxInitializers
{
    /// <summary>The initializers that reading the model makes parameters or state, in the order of the file, with copied values.</summary>
    /// <param name="model">The message.</param>
    /// <exception cref="NablaException">An initializer is damaged.</exception>
    public static IReadOnlyList<Variable> Variables(ModelProto model) =>
        [.. Learned(model).Select(t => new Variable(t.Name, TensorReader.Read(t, $"initializer '{t.Name}'")))];

    /// <summary>True if every variable is an initializer that reading the model makes one, of the same type: then <see cref="Update"/> is all that writing needs.</summary>
    /// <param name="model">The message.</param>
    /// <param name="variables">The variables.</param>
    public static bool Hold(ModelProto model, IEnumerable<Variable> variables)
    {
        var learned = Learned(model).GroupBy(t => t.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        return variables.All(v => learned.TryGetValue(v.Name, out var found) && found is [var t] && t.DataType == (int)v.Type.Element && v.Type.Shape.ToSizes().SequenceEqual(t.Dims));
    }

    /// <summary>Puts the present values of variables into the initializers of their names; all else stays as it is.</summary>
    /// <param name="model">The message that the variables were read from.</param>
    /// <param name="variables">The variables.</param>
    public static void Update(ModelProto model, IEnumerable<Variable> variables)
    {
        var values = variables.ToDictionary(v => v.Name, StringComparer.Ordinal);
        foreach (var tensor in Learned(model))
        {
            if (values.TryGetValue(tensor.Name, out var variable)) Store(tensor, variable);
        }
    }

    /// <summary>Puts the present value of a variable into a tensor of its type.</summary>
    internal static void Store(TensorProto tensor, Variable variable)
    {
        tensor.FloatData.Clear();
        tensor.DoubleData.Clear();
        tensor.Int32Data.Clear();
        tensor.Int64Data.Clear();
        tensor.Uint64Data.Clear();
        tensor.ClearRawData();
        if (variable.Bytes.Length > 0) tensor.RawData = ByteString.CopyFrom(variable.Bytes);
    }

    static IEnumerable<TensorProto> Learned(ModelProto model) => (model.Graph?.Initializer ?? Enumerable.Empty<TensorProto>()).Where(t =>
        t.DataType != (int)ElementType.String && (Roles.Read(t) ?? Roles.Presumed((ElementType)t.DataType, t.Dims.Count)) is ValueKind.Parameter or ValueKind.State);
}
