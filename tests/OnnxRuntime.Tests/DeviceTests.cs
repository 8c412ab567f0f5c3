using System.Runtime.InteropServices;
using System.Text;
using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>A device is what was asked for, or an error that says why not.</summary>
public partial class DeviceTests
{
    const string CpuProvider = "CPUExecutionProvider";

    [Theory]
    [InlineData("cpu", CpuProvider, 0, null)]
    [InlineData("cuda", "CUDAExecutionProvider", 0, null)]
    [InlineData("cuda:2", "CUDAExecutionProvider", 2, null)]
    [InlineData("tensorrt", "TensorrtExecutionProvider", 0, null)]
    [InlineData("ep:MyProvider", "MyProvider", 0, null)]
    [InlineData("ep:MyProvider=/a=b/c.so", "MyProvider", 0, "/a=b/c.so")]
    public void A_device_is_read_and_written(string text, string provider, int index, string? library)
    {
        var device = Device.Parse(text);
        Assert.Equal(new(provider, index, library), device);
        Assert.Equal(text, device.ToString());
    }

    [Theory, InlineData(""), InlineData("gpu"), InlineData("cuda:"), InlineData("cuda:x"), InlineData("cuda:-1"), InlineData("cuda:1:2"), InlineData("cpu:1"), InlineData("ep:"), InlineData("ep:=a"), InlineData("ep:a=")]
    public void What_is_no_device_is_refused(string text) =>
        Assert.Contains("write cpu, cuda, cuda:1, tensorrt, ep:NAME", Assert.Throws<NablaException>(() => Device.Parse(text)).Message, StringComparison.Ordinal);

    static string Refusal(string device) => Assert.Throws<NablaException>(() => new OnnxRuntimeBackend(new() { Device = Device.Parse(device) })).Message;

    [Fact]
    public void A_provider_that_is_not_there_is_never_the_CPU_instead()
    {
        Assert.SkipWhen(ProviderLibrary.Find("CUDAExecutionProvider") is not null, "The CUDA provider is beside the tests.");
        Assert.Contains("build with -p:OnnxRuntime=Gpu, or give the library: --device ep:CUDAExecutionProvider=PATH", Refusal("cuda"), StringComparison.Ordinal);
        Assert.Contains("is not beside the application", Refusal("tensorrt"), StringComparison.Ordinal);
        Assert.Contains($"no provider of that name here; it has {CpuProvider}", Refusal("ep:Nothing"), StringComparison.Ordinal);
        Assert.ThrowsAny<NablaException>(() => new OrtModel(OnnxExport.Write(ForeignModel.Perceptron()), new() { Device = Device.Cuda() }));
    }

    [Fact]
    public void A_library_that_is_none_says_so()
    {
        Assert.Contains("TensorRT's library is no plug-in", Refusal("ep:TensorrtExecutionProvider=/nowhere/provider.so"), StringComparison.Ordinal);
        Assert.Contains("there is no file '/nowhere/provider.so'", Refusal("ep:Foo=/nowhere/provider.so"), StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "no library");
            Assert.Contains($"Device 'ep:Foo={file}' cannot be had: ONNX Runtime cannot load", Refusal($"ep:Foo={file}"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_number_beyond_the_last_device_is_refused() =>
        Assert.Contains("has 1 device, numbered from 0", Assert.Throws<NablaException>(() => new OnnxRuntimeBackend(new() { Device = new(CpuProvider, 3, "x") })).Message, StringComparison.Ordinal);

    // By the route of every provider that comes as a library: found among the devices, appended, its nodes looked at.
    [Fact]
    public void A_provider_found_by_name_trains()
    {
        using var backend = new OnnxRuntimeBackend(new() { Device = new(CpuProvider, 0, "built in") });
        var step = new TrainingStep(StepTests.Ops, Sequential.Mlp([20, 30, 5], "relu"), new SoftmaxCrossEntropy(), new Adam(), 20, seed: 1);
        var trainer = new Trainer(step, backend);
        var random = new Random(1);
        var data = Dataset.Classification("rows", [.. Enumerable.Range(0, 64 * 20).Select(_ => random.NextSingle())], [20], [.. Enumerable.Range(0, 64).Select(i => i % 5)], ["a", "b", "c", "d", "e"]);
        double first = trainer.TrainEpoch(data).Loss;
        for (int i = 0; i < 20; i++) trainer.TrainEpoch(data);
        Assert.True(trainer.Evaluate(data).Loss < first);
        Assert.Empty(backend.Strays);
        Assert.Equal("onnxruntime:ep:CPUExecutionProvider=built in, accelerator step", backend.Description);
    }

    // Every node of a real session's profile, held against a device that ran none of them.
    [Fact]
    public void Nodes_that_ran_elsewhere_are_named()
    {
        var placements = Profile();
        Assert.Contains(placements, p => p is { Op: "Gemm" or "FusedGemm", Provider: CpuProvider });
        Assert.All(placements, p => Assert.NotEqual("", p.Node));
        Assert.Empty(Placement.Strays(placements, Device.Cpu));
        var strays = Placement.Strays(placements, Device.Cuda(1));
        Assert.Equal(placements.Count, strays.Count);
        var message = Placement.Refuse(strays, Device.Cuda(1)).Message;
        Assert.Contains($"Device 'cuda:1' does not run the whole graph: {strays[0].Op} '{strays[0].Node}' runs on {CpuProvider}", message, StringComparison.Ordinal);
        Assert.Contains("--allow-fallback", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_of_two_providers_is_read()
    {
        const string Text = """
            [{"cat":"Session","name":"model_run","args":{}},
             {"cat":"Node","name":"fc1_kernel_time","args":{"op_name":"Gemm","provider":"CUDAExecutionProvider"}},
             {"cat":"Node","name":"fc1_fence_before","args":{"op_name":"Gemm"}},
             {"cat":"Node","name":"best_kernel_time","args":{"op_name":"TopK","provider":"CPUExecutionProvider"}},
             {"cat":"Node","name":"best_kernel_time","args":{"op_name":"TopK","provider":"CPUExecutionProvider"}}]
            """;
        var read = Placement.Read(new MemoryStream(Encoding.UTF8.GetBytes(Text)));
        Assert.Equal([new("Gemm", "fc1", "CUDAExecutionProvider"), new("TopK", "best", CpuProvider)], read);
        Assert.Equal("TopK 'best' runs on CPUExecutionProvider", Assert.Single(Placement.Strays(read, Device.Cuda())).ToString());
    }

    [Fact]
    public void CUDA_is_told_what_was_asked_for()
    {
        var cuda = new OrtOptions { Device = Device.Cuda() };
        Assert.Equal(("0", "1"), (cuda.ToProvider(captures: true)["use_tf32"], cuda.ToProvider(captures: true)["enable_cuda_graph"]));
        Assert.Equal("0", cuda.ToProvider(captures: false)["enable_cuda_graph"]);
        Assert.Equal("1", (cuda with { Tf32 = true }).ToProvider(captures: true)["use_tf32"]);
        Assert.Equal("0", (cuda with { CudaGraph = false }).ToProvider(captures: true)["enable_cuda_graph"]);
        Assert.Equal("9", (cuda with { ProviderOptions = new Dictionary<string, string> { ["gpu_mem_limit"] = "9" } }).ToProvider(captures: true)["gpu_mem_limit"]);
        Assert.Empty(new OrtOptions { Device = Device.Parse("ep:Other") }.ToProvider(captures: true));
        // What is said and tolerated follows what the provider is told, by whatever way.
        Assert.Equal((true, false), (cuda.Captures, cuda.RoundsProducts));
        var byHand = cuda with { ProviderOptions = new Dictionary<string, string> { ["enable_cuda_graph"] = "0", ["use_tf32"] = "1" } };
        Assert.Equal((false, true), (byHand.Captures, byHand.RoundsProducts));
        Assert.Equal("0", (cuda with { ProviderOptions = new Dictionary<string, string> { ["enable_cuda_graph"] = "1" } }).ToProvider(captures: false)["enable_cuda_graph"]);
        Assert.False(new OrtOptions().Captures);
    }

    [Fact]
    public void TensorRT_does_not_round_products_unless_asked_to_and_what_the_environment_says_goes_first()
    {
        Assert.SkipUnless(Tf32Override.Value is null, "NVIDIA_TF32_OVERRIDE is set");
        OrtOptions exact = new() { Device = Device.Parse("tensorrt") }, rounded = exact with { Tf32 = true }, cuda = new() { Device = Device.Cuda(), Tf32 = true };
        bool[] Rounds() => [exact.RoundsProducts, rounded.RoundsProducts, cuda.RoundsProducts];
        Assert.Equal([false, true, true], Rounds());
        try
        {
            // The provider is not there, but its libraries would be told before they are loaded: by native means.
            Assert.Throws<NablaException>(() => rounded.ToSession());
            Assert.Null(Tf32Override.Value);
            Assert.Throws<NablaException>(() => exact.ToSession());
            Assert.Equal((false, "0"), (Tf32Override.Value, OperatingSystem.IsWindows() ? "0" : Marshal.PtrToStringUTF8(GetEnv(Tf32Override.Name))));
            Assert.Equal([false, false, false], Rounds());
            Tf32Override.Set("1");
            Tf32Override.Forbid();
            Assert.Equal([true, true, true], Rounds());
        }
        finally
        {
            Tf32Override.Set(null);
        }
        Assert.Equal(0, OperatingSystem.IsWindows() ? 0 : GetEnv(Tf32Override.Name));
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnv(string name);

    [Fact]
    public void A_session_that_refuses_to_be_recorded_runs_once_without_and_its_strays_are_named()
    {
        var cuda = new OrtOptions { Device = Device.Cuda() };
        using (var session = Refusing(cuda))
        {
            Assert.False(session.Captures);
            RunOnce(session);
            Assert.Contains("Device 'cuda' does not run the whole graph", Assert.Throws<NablaException>(session.Verify).Message, StringComparison.Ordinal);
        }
        using (var session = Refusing(cuda with { AllowFallback = true }))
        {
            RunOnce(session);
            session.Verify();
            Assert.NotEmpty(session.Check.Strays);
        }
        // Nothing strays, and yet it cannot be recorded: not in silence either.
        using (var session = Refusing(new()) with { Refusal = new("no memory") })
            Assert.Contains("cannot record the step as a CUDA graph: no memory", Assert.Throws<NablaException>(session.Verify).Message, StringComparison.Ordinal);
    }

    static DeviceSession Refusing(OrtOptions options) => DeviceSession.Open(options, options.Captures, (captures, check) =>
    {
        if (captures) throw new NablaException("This session cannot use the CUDA Graph feature");
        using var native = new Microsoft.ML.OnnxRuntime.SessionOptions();
        check.Prepare(native);
        return OrtSessions.Load(OnnxExport.Write(ForeignModel.Perceptron()), native);
    });

    static void RunOnce(DeviceSession session)
    {
        using var x = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(new float[40], [2, 1, 4, 5]);
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        using (session.Session.Run(run, ["labels"], [x], session.Session.OutputNames)) { }
    }

    [Fact]
    public void More_steps_than_a_recording_keeps_are_refused()
    {
        var cuda = new OrtOptions { Device = Device.Cuda() };
        OnnxRuntimeBackend.CheckSteps(cuda, 32);
        OnnxRuntimeBackend.CheckSteps(cuda with { CudaGraph = false }, 64);
        OnnxRuntimeBackend.CheckSteps(new(), 64);
        Assert.Contains("take 32 steps or fewer", Assert.Throws<NablaException>(() => OnnxRuntimeBackend.CheckSteps(cuda, 33)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_is_only_for_a_provider_that_can_be_told_what_it_is_of()
    {
        var options = new OrtOptions { Device = new(CpuProvider, 0, "built in"), ProviderOptions = new Dictionary<string, string> { ["trt_cuda_graph_enable"] = "1" } };
        Assert.Contains("'trt_cuda_graph_enable' cannot be set for ep:CPUExecutionProvider", Assert.Throws<NablaException>(() => options.ToSession()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_tried()
    {
        DeviceTrial.Run(Device.Cpu);
        DeviceTrial.Run(new(CpuProvider, 0, "built in"));
        Assert.Contains(", computes", DeviceReport.Look(new(CpuProvider, 0, "built in"))[^1].Found, StringComparison.Ordinal);
    }

    // The CPU's provider copies nothing when it binds, so this only shows that binding again does no harm, not that it is needed.
    [Fact]
    public void Binding_inputs_for_every_run_changes_nothing()
    {
        using var backend = new OnnxRuntimeBackend(new() { Device = new(CpuProvider, 0, "built in") }, null, _ => new HostMemory(isTakenWhenBound: true));
        BackendTests.AssertTrains(backend);
    }

    [Theory]
    [InlineData("[ErrorCode:Fail] /src/cuda_call.cc:154 void onnxruntime::CudaCall(int) [with ERRTYPE = cudaError] CUDA failure 2: out of memory ; GPU=0 ; hostname=vm ; file=/src/cuda_allocator.cc ; line=84 ; expr=cudaMalloc(&allocation, size);   ",
        "CUDA failure 2: out of memory; the device's memory does not suffice: take a smaller batch or a smaller network.")]
    [InlineData("[ErrorCode:Fail] CUDA failure 900: operation not permitted when stream is capturing ; GPU=0 ; hostname=vm",
        "CUDA failure 900: operation not permitted when stream is capturing; let it run node by node: --device-option enable_cuda_graph=0.")]
    [InlineData("[ErrorCode:NotImplemented] Could not find an implementation for Gemm(13) node with name 'gemm_3'",
        "it has no kernel for Gemm 'gemm_3' (version 13) with these types; take another precision or another device.")]
    [InlineData("[ErrorCode:Fail] This session cannot use the graph capture feature as requested by the user", "This session cannot use the graph capture feature as requested by the user")]
    [InlineData("[ErrorCode:InvalidArgument] Got invalid dimensions", "Got invalid dimensions")]
    public void What_went_wrong_is_said_and_a_way_out(string message, string expected) => Assert.Equal(expected, OrtErrors.Clean(message));

    [Theory]
    [InlineData(13, "libcublas.so.13", "libcudart.so.13", "libcudnn.so.9")]
    [InlineData(12, "cublas64_12.dll", "cudart64_12.dll")]
    [InlineData(0, "libcudart.so.12", "libcudart.so.13")]
    [InlineData(0, "libcudnn.so.9")]
    public void Which_CUDA_a_library_was_built_for_is_in_the_names_that_it_needs(int version, params string[] needed) => Assert.Equal(version, GpuLibraries.CudaOf(needed));

    [Fact]
    public void A_recording_is_alone_on_the_device()
    {
        var order = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var recording = new Thread(() =>
        {
            using var pass = DeviceGate.Alone();
            order.Enqueue("recording");
        });
        using (DeviceGate.Shared())
        {
            recording.Start();
            Assert.False(recording.Join(200));
            order.Enqueue("copy");
        }
        recording.Join();
        Assert.Equal(["copy", "recording"], order);
    }

    [Fact]
    public void What_a_library_needs_is_read_from_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has such files.");
        var native = Directory.EnumerateFiles(AppContext.BaseDirectory, "libonnxruntime.so", SearchOption.AllDirectories).First(f => f.Contains("linux-x64", StringComparison.Ordinal));
        Assert.Contains("libc.so.6", ElfNeeds.Of(native));
        Assert.True(GpuLibraries.IsThere("libc.so.6"));
        Assert.False(GpuLibraries.IsThere("libcudart.so.99"));
        Assert.Empty(ElfNeeds.Of(typeof(DeviceTests).Assembly.Location));
        Assert.Empty(ElfNeeds.Of("/nowhere"));
        Assert.Contains("libcudnn.so.9", GpuLibraries.NeededBy(native));
    }

    [Fact]
    public void A_GPU_trains()
    {
        OnnxRuntimeBackend backend;
        try
        {
            backend = new(new() { Device = Device.Cuda() });
        }
        catch (NablaException e)
        {
            Assert.Skip(e.Message);
            return;
        }
        using (backend) BackendTests.AssertTrains(backend);
    }

    static IReadOnlyList<Placement> Profile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"nabla-test-{Guid.NewGuid():N}");
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions { ProfileOutputPathPrefix = path, EnableProfiling = true };
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(Google.Protobuf.MessageExtensions.ToByteArray(OnnxExport.Write(ForeignModel.Perceptron())), options);
        using var x = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(new float[40], [2, 1, 4, 5]);
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        using (session.Run(run, ["labels"], [x], session.OutputNames)) { }
        var written = session.EndProfiling();
        using (var file = File.OpenRead(written))
        {
            var read = Placement.Read(file);
            File.Delete(written);
            return read;
        }
    }
}
