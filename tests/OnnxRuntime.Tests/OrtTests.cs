using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>Models that Nabla writes run in ONNX Runtime, with the same results.</summary>
public class OrtTests
{
    static readonly CpuBackend Cpu = new(1);

    static Tensor Noise(int seed, params long[] dims)
    {
        var random = new Random(seed);
        var data = new float[dims.Aggregate(1L, (a, b) => a * b)];
        for (int i = 0; i < data.Length; i++) data[i] = (float)(random.NextDouble() * 4 - 2);
        return Tensor.Of(data, dims);
    }

    static Dictionary<string, Tensor> Fed(Tensor x) => new() { ["x"] = x };

    [Theory, InlineData(13), InlineData(17), InlineData(21), InlineData(23), InlineData(26)]
    public void An_mlp_agrees(int opset)
    {
        var model = OnnxExport.Write(Models.Mlp(), new() { Opset = opset });
        var result = ModelValidation.Run(model, TestOps.Registry(), Cpu, Fed(Noise(2, 100, 5)), chunk: 32);
        Assert.True(result.Passed, result.ToString());
        Assert.Equal((100, 100, 100), (result.Rows, result.Predictions, result.EqualPredictions));
        Assert.InRange(result.MaxAbs, 0.1, 1);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_difference_is_found()
    {
        var model = OnnxExport.Write(Models.Mlp());
        var registry = new Registry().Add<Wrong>().Add<Add>().Add<MatMul>().Add<Softmax>();
        var result = ModelValidation.Run(model, registry, Cpu, Fed(Noise(2, 100, 5)));
        Assert.False(result.Passed);
        Assert.True(result.MaxAbsDifference > 0.01 && result.EqualPredictions < 100, result.ToString());
    }

    [Fact]
    public void A_model_with_errors_is_not_run()
    {
        var result = ModelValidation.Run(Models.With(m => m.Graph.Name = ""), TestOps.Registry(), Cpu, Fed(Noise(2, 2, 3)));
        Assert.False(result.Passed);
        Assert.Contains(result.Findings, f => f.Severity == Severity.Error);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_by_name()
    {
        var model = OnnxExport.Write(Models.Mlp());
        Assert.Contains("'x' (f32[N,5]) is not given", Error(new()), StringComparison.Ordinal);
        Assert.Contains("cannot be fed a tensor of f32[3,4]", Error(Fed(Noise(2, 3, 4))), StringComparison.Ordinal);

        string Error(Dictionary<string, Tensor> inputs) => Assert.ThrowsAny<NablaException>(() => ModelValidation.Run(model, TestOps.Registry(), Cpu, inputs)).Message;
    }

    [Fact]
    public void A_saved_file_runs()
    {
        var folder = Directory.CreateTempSubdirectory("nabla-ort-").FullName;
        try
        {
            var path = Path.Combine(folder, "m.onnx");
            OnnxFile.Save(Models.Mlp(), path);
            using var model = new OrtModel(path, new() { Threads = 2, Optimizes = false });
            Assert.Equal(["x", "probabilities"], model.Inputs.Concat(model.Outputs));
            Assert.Equal("f32[4,3]", model.Run(Noise(2, 4, 5))[0].Type.ToString());
            Assert.True(ModelValidation.Run(path, TestOps.Registry(), Cpu, Fed(Noise(2, 4, 5))).Passed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_file_with_its_data_beside_it_is_loaded_by_ONNX_Runtime_itself()
    {
        var folder = Directory.CreateTempSubdirectory("nabla-ort-").FullName;
        try
        {
            var (path, graph, x) = (Path.Combine(folder, "m.onnx"), Models.Mlp(hidden: 700), Noise(2, 4, 5));
            OnnxFile.Save(graph, path, new() { ExternalData = "m.onnx.data" });
            using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(path);
            using var fed = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(x.Span<float>().ToArray(), [4, 5]);
            using var results = session.Run(new(), ["x"], [fed], ["probabilities"]);
            using var inside = new OrtModel(OnnxExport.Write(graph));
            Assert.Equal(inside.Run(x)[0].Span<float>().ToArray(), results[0].GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void One_op_runs()
    {
        var registry = TestOps.Registry();
        Assert.Equal(Tensor.Vector(0f, 2f), OrtOps.Run(registry, new Relu(), [Tensor.Vector(-1f, 2f)])[0]);
        Assert.Equal(Tensor.Vector(1f, -1f), OrtOps.Run(registry, new Clip(), [Tensor.Vector(5f, -1f), null, Tensor.Scalar(1f)], asConstants: new HashSet<int> { 2 })[0]);
        Assert.Equal(Tensor.Of([5f, 11f], 1, 2), OrtOps.Run(registry, new Gemm(TransB: 1), [Tensor.Of([1f, 2f], 1, 2), Tensor.Of([1f, 2f, 3f, 4f], 2, 2)], opset: 17)[0]);
    }

    public static TheoryData<Tensor> Everything =>
    [
        Tensor.Vector(1f, -2f), Tensor.Vector(1.0, -2.0), Tensor.Vector(1, -2), Tensor.Vector(1L, -2L), Tensor.Vector<short>(1, -2), Tensor.Vector<sbyte>(1, -2),
        Tensor.Vector<byte>(1, 2), Tensor.Vector<ushort>(1, 2), Tensor.Vector<uint>(1, 2), Tensor.Vector<ulong>(1, 2), Tensor.Vector(true, false), Tensor.Vector((Half)1, (Half)(-2)),
        Tensor.FromBytes(ElementType.BFloat16, [0x80, 0x3F, 0, 0xC0], 2), Tensor.OfStrings(["a", "ü"], 2), Tensor.Scalar(3f), Tensor.Of(Array.Empty<float>(), 0, 2),
    ];

    [Theory, MemberData(nameof(Everything))]
    public void Every_element_type_passes_through(Tensor tensor) => Assert.Equal(tensor, OrtOps.Run(TestOps.Registry(), new Identity(), [tensor])[0]);

    [Fact]
    public void What_onnx_runtime_refuses_is_an_error_of_ours()
    {
        Assert.Contains("ONNX Runtime does not take the model", Assert.ThrowsAny<NablaException>(() => new OrtModel(Models.With(m => m.Graph.Node[0].OpType = "Foo"))).Message, StringComparison.Ordinal);
        using var model = new OrtModel(Models.Relu());
        Assert.Contains("cannot run the model", Assert.ThrowsAny<NablaException>(() => model.Run(Noise(1, 3, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("takes 1 inputs (x); there are 0", Assert.ThrowsAny<NablaException>(() => model.Run()).Message, StringComparison.Ordinal);
        Assert.Contains("no tensor of type u4", Assert.ThrowsAny<NablaException>(() => model.Run(Tensor.FromBytes(ElementType.UInt4, [1], 2))).Message, StringComparison.Ordinal);
    }
}

/// <summary>A Relu that is not one.</summary>
[Op("Relu", 14)]
public sealed record Wrong() : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];

    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        return new Loop(() => { for (long i = 0; i < x.Count; i++) ((float*)y.Pointer)[i] = -((float*)x.Pointer)[i]; });
    }
}
