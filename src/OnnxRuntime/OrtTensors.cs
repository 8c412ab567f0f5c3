using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Nabla.OnnxRuntime;

/// <summary>Copies tensors to and from ONNX Runtime. Element types have ONNX's numbers on both sides.</summary>
static class OrtTensors
{
    public static OrtValue ToOrt(Tensor tensor)
    {
        if (tensor.Element > (ElementType)TensorElementType.BFloat16)
            throw new NablaException($"ONNX Runtime's .NET interface takes no tensor of type {tensor.Element.Text()}.");
        long[] dims = [.. tensor.Dims];
        if (tensor.Element == ElementType.String)
        {
            var texts = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, dims);
            for (int i = 0; i < tensor.Strings.Length; i++) texts.StringTensorSetElementAt(tensor.Strings[i], i);
            return texts;
        }
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)tensor.Element, dims);
        if (tensor.Bytes.Length > 0) tensor.Bytes.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    public static Tensor FromOrt(OrtValue value, string name)
    {
        if (!value.IsTensor) throw new NablaException($"Output '{name}' is a {value.OnnxType}, not a tensor.");
        var info = value.GetTensorTypeAndShape();
        var element = (ElementType)info.ElementDataType;
        if (element == ElementType.String) return Tensor.OfStrings(value.GetStringTensorAsArray(), info.Shape);
        return Tensor.FromBytes(element, info.ElementCount == 0 ? [] : value.GetTensorMutableRawData(), info.Shape);
    }
}
