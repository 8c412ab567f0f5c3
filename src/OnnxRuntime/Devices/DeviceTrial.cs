using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx.Protos;

namespace Nabla.OnnxRuntime;

/// <summary>A device that can be listed may still not work: a driver that is too old, a kernel that cannot be loaded, no memory. So it is given something small to do.</summary>
static class DeviceTrial
{
    const int Size = 16;

    /// <summary>Copies to the device and back, and runs a product and a softmax there.</summary>
    /// <exception cref="NablaException">It cannot, and why, or what it gives is wrong.</exception>
    public static void Run(Device device)
    {
        Copies(device);
        Computes(device);
    }

    static void Copies(Device device)
    {
        var memory = DeviceMemory.Of(device);
        long[] sizes = [Size, Size];
        using OrtValue from = memory.AllocateStaging(ElementType.Float32, sizes), there = memory.Allocate(ElementType.Float32, sizes), back = DeviceMemory.AllocateHost(ElementType.Float32, sizes);
        var numbers = MemoryMarshal.Cast<byte, float>(from.GetTensorMutableRawData());
        for (int i = 0; i < numbers.Length; i++) numbers[i] = i;
        memory.Copy(from, there);
        memory.Copy(there, back);
        if (!back.GetTensorMutableRawData().SequenceEqual(from.GetTensorMutableRawData())) throw new NablaException($"Device '{device}' gives other numbers back than it was given.");
    }

    // softmax(x·w) of ones and equal weights: the same probability everywhere.
    static void Computes(Device device)
    {
        using var model = new OrtModel(Model(), new() { Device = device });
        var result = model.Run(Tensor.Filled(ElementType.Float32, 1, Size, Size))[0];
        foreach (float p in result.Span<float>())
            if (!(Math.Abs(p - 1f / Size) < 1e-4f)) throw new NablaException($"Device '{device}' computes wrong numbers: a softmax of {Size} equal numbers gives {p}.");
    }

    static ModelProto Model()
    {
        var graph = new GraphProto
        {
            Name = "trial",
            Input = { Of("x") },
            Output = { Of("y") },
            Node =
            {
                new NodeProto { OpType = "MatMul", Name = "product", Input = { "x", "w" }, Output = { "z" } },
                new NodeProto { OpType = "Softmax", Name = "softmax", Input = { "z" }, Output = { "y" } },
            },
        };
        graph.Initializer.Add(new TensorProto { Name = "w", DataType = (int)ElementType.Float32, Dims = { Size, Size }, RawData = ByteString.CopyFrom(Tensor.Filled(ElementType.Float32, 0.5, Size, Size).Bytes) });
        return new() { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } }, Graph = graph };

        static ValueInfoProto Of(string name)
        {
            var shape = new TensorShapeProto();
            for (int i = 0; i < 2; i++) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = Size });
            return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)ElementType.Float32, Shape = shape } } };
        }
    }
}
