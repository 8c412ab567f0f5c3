using Nabla.Onnx;
using Nabla.Tests.Ops;

namespace Nabla.Tests;

/// <summary>Files are replaced as a whole or not at all.</summary>
public sealed class FileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("nabla-onnx-").FullName;

    string At(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_and_load()
    {
        var graph = Models.Mlp();
        OnnxFile.Save(graph, At("m.onnx"));
        Assert.Equal(SsaPrinter.Print(graph), SsaPrinter.Print(OnnxFile.Load(At("m.onnx"), graph.Registry).Graph));
        OnnxFile.Save(graph, At("m.onnx"), new() { Opset = 17 });
        Assert.Equal(17, OnnxFile.Load(At("m.onnx"), graph.Registry).Opset);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_failure_leaves_what_was_there()
    {
        OnnxFile.Save(Models.Mlp(), At("m.onnx"));
        var before = File.ReadAllBytes(At("m.onnx"));
        var graph = new Program(TestOps.Registry()).AddGraph("g");
        graph.Output(graph.Add(new Hardmax(), graph.Input("x", ElementType.Float32, [2]))[0]);
        Assert.ThrowsAny<NablaException>(() => OnnxFile.Save(graph, At("m.onnx")));
        Assert.Equal(before, File.ReadAllBytes(At("m.onnx")));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Nothing_is_left_behind_when_the_target_cannot_be_replaced()
    {
        Directory.CreateDirectory(At("folder"));
        foreach (var path in new[] { At("folder"), At("none/m.onnx"), "", "a\0b" })
            Assert.Contains(path.Length == 0 ? "cannot be written" : $"'{path}'", Assert.ThrowsAny<NablaException>(() => OnnxFile.Save(Models.Mlp(), path)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Through_a_link_the_file_is_replaced_not_the_link()
    {
        File.WriteAllText(At("real.onnx"), "old");
        File.CreateSymbolicLink(At("link.onnx"), At("real.onnx"));
        OnnxFile.Save(Models.Mlp(), At("link.onnx"));
        Assert.Equal("mlp", OnnxFile.Read(At("real.onnx")).Graph.Name);
        Assert.NotNull(new FileInfo(At("link.onnx")).LinkTarget);
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        File.WriteAllText(At("text.onnx"), "no model");
        File.WriteAllText(At("empty.onnx"), "");
        using (var sparse = File.Create(At("huge.onnx"))) sparse.SetLength(1L << 31);
        Assert.Contains("more than 2 GiB", Error(At("huge.onnx")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Error(At("none.onnx")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Error(_folder), StringComparison.Ordinal);
        Assert.Contains("no ONNX model", Error(At("text.onnx")), StringComparison.Ordinal);
        Assert.Contains("no ONNX model", Error(At("empty.onnx")), StringComparison.Ordinal);

        static string Error(string path) => Assert.ThrowsAny<NablaException>(() => OnnxFile.Read(path)).Message;
    }
}
