using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;

namespace Nabla.Tests;

/// <summary>Data in other files: what is written comes back, and nothing outside of the model's folder is read or written.</summary>
public sealed class ExternalDataTests : IDisposable
{
    const string Secret = "outside.bin";

    // Through a link to its own parent, a folder has no end.
    static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("nabla-external-");

    public ExternalDataTests()
    {
        Directory.CreateDirectory(At("sub"));
        File.WriteAllBytes(Path.Combine(_parent.FullName, Secret), new byte[4096]);
        File.WriteAllBytes(At("w.bin"), new byte[4096]);
    }

    public void Dispose() => _parent.Delete(recursive: true);

    string Outside => Path.Combine(_parent.FullName, Secret);

    string At(string name) => Path.Combine(_parent.FullName, "model", name);

    static ModelProto Large(int count = 2000, params (string Key, string Value)[] entries)
    {
        var tensor = new TensorProto { Name = "w", DataType = 1, Dims = { count } };
        foreach (var (key, value) in entries) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        if (entries.Length > 0) tensor.DataLocation = TensorProto.Types.DataLocation.External;
        else tensor.RawData = ByteString.CopyFrom([.. Enumerable.Range(0, 4 * count).Select(i => (byte)(i * 31 + i / 256))]);
        return Models.With(m =>
        {
            m.Graph.Initializer.Add(tensor);
            m.Graph.Output.Add(Models.Info("w", 1, count));
        });
    }

    ModelProto ReadFrom(string location, int count = 4, params (string, string)[] more)
    {
        File.WriteAllBytes(At("m.onnx"), Large(count, [("location", location), .. more]).ToByteArray());
        return OnnxFile.Read(At("m.onnx"));
    }

    static string Refused(Action action) => Assert.ThrowsAny<NablaException>(action).Message;

    // A location, and what is wrong with it.
    public static TheoryData<string, string> Spellings => new()
    {
        { "/etc/passwd", "absolute" }, { "//host/share", "absolute" }, { "../outside.bin", "'..'" }, { "sub/../../outside.bin", "'..'" }, { "sub/../w.bin", "'..'" }, { "..", "'..'" },
        { "..\\outside.bin", "backslash" }, { "sub\\..\\..\\outside.bin", "backslash" }, { "\\\\host\\share", "backslash" }, { "C:/w.bin", "colon" }, { "C:w.bin", "colon" },
        { "w.bin:stream", "colon" }, { "file:///etc/passwd", "colon" }, { "%2e%2e/outside.bin", "'..'" }, { "%2E%2E%2Foutside.bin", "'..'" }, { "%252e%252e%252foutside.bin", "'..'" },
        { "..%5coutside.bin", "backslash" }, { "%2fetc/passwd", "absolute" }, { "%25252525252525252e%25252525252525252e/x", "again and again" }, { ".. /outside.bin", "'..'" },
        { ". ./outside.bin", "'..'" }, { ".../outside.bin", "'..'" }, { "\u2025/outside.bin", "looks like" }, { "\uFF0E\uFF0E/outside.bin", "looks like" }, { "..\u2215outside.bin", "looks like" },
        { "%EF%BC%8E%EF%BC%8E/outside.bin", "looks like" }, { "w.bin\0", "control" }, { "w%00.bin", "control" }, { "", "empty" }, { "sub", "it is a folder" }, { ".", "outside of that" },
    };

    [Theory, MemberData(nameof(Spellings))]
    public void A_location_outside_of_the_folder_is_refused_in_every_spelling(string location, string rule)
    {
        var read = Refused(() => ReadFrom(location));
        Assert.Contains(rule, read, StringComparison.Ordinal);
        Assert.Contains("ensor 'w'", read, StringComparison.Ordinal);
        Assert.Contains(rule, Refused(() => OnnxFile.Save(Large(), At("m.onnx"), location)), StringComparison.Ordinal);
        RequireNothingWritten();
    }

    [Theory, InlineData("link.bin"), InlineData("inside.bin"), InlineData("dangling.bin"), InlineData("folder/outside.bin"), InlineData("sub/up/outside.bin")]
    public void A_symbolic_link_in_any_component_is_refused(string location)
    {
        File.CreateSymbolicLink(At("link.bin"), Outside);
        File.CreateSymbolicLink(At("inside.bin"), At("w.bin"));
        File.CreateSymbolicLink(At("dangling.bin"), At("nothing"));
        Directory.CreateSymbolicLink(At("folder"), _parent.FullName);
        Directory.CreateSymbolicLink(At("sub/up"), _parent.FullName);
        Assert.Contains("is a symbolic link", Refused(() => ReadFrom(location)), StringComparison.Ordinal);
        Assert.Contains("is a symbolic link", Refused(() => OnnxFile.Save(Large(), At("m.onnx"), location)), StringComparison.Ordinal);
        RequireNothingWritten();
    }

    [Fact]
    public void A_file_with_a_second_hard_link_is_refused()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("There is no ln.");
        Run("ln", Outside, At("hard.bin"));
        Assert.Contains("is a hard link", Refused(() => ReadFrom("hard.bin")), StringComparison.Ordinal);
        Assert.Contains("is a hard link", Refused(() => OnnxFile.Save(Large(), At("m.onnx"), "hard.bin")), StringComparison.Ordinal);
        RequireNothingWritten();
    }

    [Fact]
    public void A_pipe_is_refused_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("There is no mkfifo.");
        Run("mkfifo", At("pipe"));
        Assert.Contains("no ordinary file", Refused(() => ReadFrom("pipe")), StringComparison.Ordinal);
        Assert.Contains("no ordinary file", Refused(() => OnnxFile.Save(Large(), At("m.onnx"), "pipe")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_itself_and_missing_folders_take_no_data()
    {
        Assert.Contains("in itself", Refused(() => OnnxFile.Save(Large(), At("m.onnx"), "m.onnx")), StringComparison.Ordinal);
        Assert.Contains("cannot be written", Refused(() => OnnxFile.Save(Large(), At("m.onnx"), "none/w.bin")), StringComparison.Ordinal);
        RequireNothingWritten();
    }

    public static TheoryData<string, int, string, string> Places => new()
    {
        { "at byte 4097 of", 4, "4097", "16" }, { "16 bytes at byte 4081 of", 4, "4081", "16" }, { "at byte 9223372036854775807", 4, "9223372036854775807", "16" },
        { "9223372036854775807 bytes at byte 16", 4, "16", "9223372036854775807" }, { "offset '-1'", 4, "-1", "16" }, { "length '1e3'", 4, "0", "1e3" }, { "offset '99999999999999999999'", 4, "99999999999999999999", "16" },
        { "takes 16 bytes, but 20 are", 4, "0", "20" }, { "takes 2000000000 bytes, but 4096 are", 500_000_000, "0", "4096" }, { "cannot lie in another file", 2_000_000_000, "0", "4096" },
    };

    [Theory, MemberData(nameof(Places))]
    public void Offset_and_length_are_compared_with_the_file_before_memory_is_taken(string rule, int count, string offset, string length)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(rule, Refused(() => ReadFrom("w.bin", count, ("offset", offset), ("length", length))), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_length_that_is_left_out_is_the_rest_of_the_file()
    {
        Assert.Equal(4096 - 4080, ReadFrom("w.bin", 4, ("offset", "4080")).Graph.Initializer[0].RawData.Length);
        Assert.Contains("takes 16 bytes, but 4096 are", Refused(() => ReadFrom("w.bin", 4)), StringComparison.Ordinal);
        Assert.Contains("is not there", Refused(() => ReadFrom("none.bin", 4)), StringComparison.Ordinal);
        Assert.Contains("gives the location of its data twice", Refused(() => ReadFrom("w.bin", 4, ("location", "w.bin"))), StringComparison.Ordinal);
    }

    [Fact]
    public void One_file_cannot_be_read_into_memory_again_and_again()
    {
        var model = Large(1024, ("location", "w.bin"));
        for (int i = 0; i < 20; i++) model.Graph.Initializer.Add(model.Graph.Initializer[0].Clone());
        File.WriteAllBytes(At("m.onnx"), model.ToByteArray());
        Assert.Contains("with too many others", Refused(() => OnnxFile.Read(At("m.onnx"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_of_nested_graphs_and_functions_follow_the_rules_too()
    {
        var tensor = new TensorProto { Name = "w", DataType = 1, Dims = { 4 }, DataLocation = TensorProto.Types.DataLocation.External, ExternalData = { new StringStringEntryProto { Key = "location", Value = "../outside.bin" } } };
        AttributeProto Attribute(Action<AttributeProto> set)
        {
            var a = new AttributeProto { Name = "a" };
            set(a);
            return a;
        }
        var graph = new GraphProto { Name = "g", Node = { Models.Node("Constant", [], ["c"], Attribute(a => a.T = tensor)) } };
        foreach (var model in (ModelProto[])
        [
            Models.With(m => m.Graph.Node.Add(Models.Node("If", ["x"], ["i"], Attribute(a => a.G = graph)))), Models.With(m => m.Graph.Node.Add(Models.Node("If", ["x"], ["i"], Attribute(a => a.Graphs.Add(graph))))),
            Models.With(m => m.Graph.Node.Add(Models.Node("Sum", ["x"], ["i"], Attribute(a => a.Tensors.Add(tensor))))), Models.With(m => m.Graph.SparseInitializer.Add(new SparseTensorProto { Values = tensor })),
            Models.With(m => m.Functions.Add(new FunctionProto { Name = "f", Node = { Models.Node("Constant", [], ["c"], Attribute(a => a.T = tensor)) } })),
            Models.With(m => m.TrainingInfo.Add(new TrainingInfoProto { Initialization = new() { Initializer = { tensor } } })),
        ])
        {
            File.WriteAllBytes(At("m.onnx"), model.ToByteArray());
            Assert.Contains("it holds '..'", Refused(() => OnnxFile.Read(At("m.onnx"))), StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("data.bin"), InlineData("sub/data.bin"), InlineData("./data 100%.bin")]
    public void What_is_written_comes_back_bit_for_bit(string location)
    {
        var graph = Models.Mlp(inputs: 700, hidden: 500);
        OnnxFile.Save(graph, At("m.onnx"), new() { ExternalData = location });
        var read = OnnxFile.Load(At("m.onnx"), graph.Registry).Graph;
        Assert.Equal(SsaPrinter.Print(graph), SsaPrinter.Print(read));
        Assert.Equal(OnnxExport.Write(graph), OnnxExport.Write(read));
        Assert.Equal(OnnxExport.Write(graph), OnnxFile.Read(At("m.onnx")));
        var stored = ModelProto.Parser.ParseFrom(File.ReadAllBytes(At("m.onnx"))).Graph.Initializer;
        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight"], stored.Where(t => t.DataLocation == TensorProto.Types.DataLocation.External).Select(t => t.Name));
        Assert.Equal(12, stored.Single(t => t.Name == "fc2.bias").RawData.Length);
        foreach (var tensor in stored.Where(t => t.ExternalData.Count > 0))
        {
            var entries = tensor.ExternalData.ToDictionary(e => e.Key, e => e.Value);
            Assert.Equal(location, entries["location"]);
            long offset = long.Parse(entries["offset"], CultureInfo.InvariantCulture), length = long.Parse(entries["length"], CultureInfo.InvariantCulture);
            Assert.Equal(0, offset % (length >= 1 << 20 ? 4096 : 64));
            Assert.Equal(Convert.ToHexString(SHA1.HashData(File.ReadAllBytes(At(location)))), entries["checksum"].ToUpperInvariant());
        }
        Assert.DoesNotContain(_parent.GetFiles("*.tmp", Below), _ => true);
    }

    [Fact]
    public void Large_tensors_begin_on_a_page()
    {
        var model = Large(300_000);
        model.Graph.Initializer.Insert(0, Models.Raw("first", 1, [500], new byte[2000]));
        OnnxFile.Save(model, At("m.onnx"), "data.bin");
        var entries = ModelProto.Parser.ParseFrom(File.ReadAllBytes(At("m.onnx"))).Graph.Initializer[1].ExternalData;
        Assert.Equal("4096", entries.Single(e => e.Key == "offset").Value);
        Assert.Equal(model, OnnxFile.Read(At("m.onnx")));
    }

    [Fact]
    public void What_is_too_large_for_one_file_gets_a_second_one_by_itself()
    {
        OnnxFile.Save(Large(), At("m.onnx"), null, maxBytes: 7999);
        Assert.Equal(8000, new FileInfo(At("m.onnx.data")).Length);
        Assert.Equal(Large(), OnnxFile.Read(At("m.onnx")));
        OnnxFile.Save(Large(), At("small.onnx"), null, maxBytes: 8000);
        Assert.False(File.Exists(At("small.onnx.data")));
        var attribute = Models.With(m => m.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "a", T = Models.Raw("t", 2, [9000], new byte[9000]) }));
        Assert.Contains("must lie inside", Refused(() => OnnxFile.Save(attribute, At("a.onnx"), null, maxBytes: 8000)), StringComparison.Ordinal);
        Assert.Empty(_parent.GetFiles("a.onnx*", Below));
    }

    // As a checkpoint is: the same file again and again.
    [Fact]
    public void At_any_moment_the_old_pair_or_the_new_one_is_whole()
    {
        var (old, now) = (Large(), Large(1500));
        OnnxFile.Save(old, At("m.onnx"), null, maxBytes: 4000);
        using (var killed = new SplitFile(now, At("m.onnx"), null, 4000))
        {
            Assert.Equal(old, OnnxFile.Read(At("m.onnx")));
            killed.CommitData();
            Assert.Equal(old, OnnxFile.Read(At("m.onnx")));
        }
        Assert.Equal(old, OnnxFile.Read(At("m.onnx")));
        // What was left over is replaced by the next, and what the model before read is gone with it.
        OnnxFile.Save(now, At("m.onnx"), null, maxBytes: 4000);
        Assert.Equal(now, OnnxFile.Read(At("m.onnx")));
        Assert.Equal(["m.onnx", "m.onnx.data2"], Directory.GetFiles(At("."), "m.onnx*").Select(Path.GetFileName).Order());
        OnnxFile.Save(old, At("m.onnx"), null, maxBytes: 4000);
        Assert.Equal(old, OnnxFile.Read(At("m.onnx")));
        Assert.Equal(["m.onnx", "m.onnx.data"], Directory.GetFiles(At("."), "m.onnx*").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_noticed()
    {
        OnnxFile.Save(Large(), At("m.onnx"), "data.bin");
        var bytes = File.ReadAllBytes(At("data.bin"));
        bytes[100] ^= 1;
        File.WriteAllBytes(At("data.bin"), bytes);
        Assert.Contains("do not belong together", Refused(() => OnnxFile.Read(At("m.onnx"))), StringComparison.Ordinal);
    }

    // Summed up for each spelling of its checksum, the file would be read for a minute.
    [Fact(Timeout = 20_000)]
    public Task A_file_is_summed_up_once_however_often_its_checksum_is_stated() => Task.Run(() =>
    {
        File.WriteAllBytes(At("large.bin"), new byte[16 << 20]);
        var sum = Convert.ToHexString(SHA1.HashData(File.ReadAllBytes(At("large.bin"))));
        var model = Models.With(m => m.Graph.Initializer.Add(Enumerable.Range(0, 4000).Select(i => Claim($"w{i}", Spelling(sum, i)))));
        File.WriteAllBytes(At("m.onnx"), model.ToByteArray());
        Assert.Equal(4000, OnnxFile.Read(At("m.onnx")).Graph.Initializer.Count(t => t.Name.StartsWith('w') && t.ExternalData.Count == 0));
        model.Graph.Initializer.Add(Claim("last", sum.Replace(sum[0], sum[0] == '0' ? '1' : '0')));
        File.WriteAllBytes(At("m.onnx"), model.ToByteArray());
        Assert.Contains("'last' stores its data in 'large.bin', which has another checksum", Refused(() => OnnxFile.Read(At("m.onnx"))), StringComparison.Ordinal);

        static TensorProto Claim(string name, string checksum) => new()
        {
            Name = name,
            DataType = 1,
            Dims = { 0 },
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData = { Entry("location", "large.bin"), Entry("length", "0"), Entry("checksum", checksum) },
        };

        static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

        // The bits of i say which letters are small.
        static string Spelling(string sum, int i)
        {
            int letter = 0;
            return string.Concat(sum.Select(c => char.IsLetter(c) && (i >> letter++ & 1) != 0 ? char.ToLowerInvariant(c) : c));
        }
    }, TestContext.Current.CancellationToken);

    [Fact]
    public void Through_a_link_to_the_model_its_own_folder_counts()
    {
        OnnxFile.Save(Large(), At("m.onnx"), "data.bin");
        File.CreateSymbolicLink(Path.Combine(_parent.FullName, "link.onnx"), At("m.onnx"));
        Assert.Equal(Large(), OnnxFile.Read(Path.Combine(_parent.FullName, "link.onnx")));
    }

    [Fact]
    public void A_message_from_memory_has_no_folder()
    {
        var error = Refused(() => OnnxImport.Read(OnnxFile.Read(Large(4, ("location", "w.bin")).ToByteArray()), Ops.TestOps.Registry()));
        Assert.Contains("in another file", error, StringComparison.Ordinal);
    }

    void RequireNothingWritten()
    {
        Assert.Equal(new byte[4096], File.ReadAllBytes(Outside));
        Assert.Equal(new byte[4096], File.ReadAllBytes(At("w.bin")));
        Assert.Equal([Secret, "w.bin"], _parent.GetFiles("*", Below).Where(f => f.Name is not ("m.onnx" or "hard.bin")).Select(f => f.Name).Order());
    }

    static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
