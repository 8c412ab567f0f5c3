using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Tests;

/// <summary>One sentence on standard error that names the thing and the way out, the right exit code, nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    const int Failure = 1, Usage = 2;

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("train --layers 784-10", "--layers 64-10")]
    [InlineData("train --layers 64-128-12", "64-128-10")]
    [InlineData("train --layers 64-x-10", "'x'")]
    [InlineData("train --layers 64-0-10", "'0'")]
    [InlineData("train --layers 64", "input and output")]
    [InlineData("train --layers 64-2000000000-10", "smaller layers")]
    [InlineData("train --activation reluu", "Did you mean Relu?")]
    [InlineData("train --activation MatMul", "Choose one of")]
    [InlineData("train --optimizer adamax", "adamw")]
    [InlineData("train --lr fast", "--lr")]
    [InlineData("train --lr -1", "--lr -1")]
    [InlineData("train --lr 0,001", "such as 0.001")]
    [InlineData("train --weight-decay -1", "--weight-decay -1")]
    [InlineData("train --batch 0", "--batch 0")]
    [InlineData("train --epochs 0", "--epochs 0")]
    [InlineData("train --threads 0", "--threads 0")]
    [InlineData("train --threads 99999999", "at most 1024")]
    [InlineData("train --activation Trilu", "no such activation")]
    [InlineData("train --out a.txt --json a.txt", "would be written over 'a.txt'")]
    [InlineData("train --data d.csv --label k --out d.csv", "would be written over 'd.csv'")]
    [InlineData("predict m.onnx --out m.onnx", "would be written over 'm.onnx'")]
    [InlineData("train --out /dev/null", "is a device")]
    [InlineData("train --label class", "CSV")]
    [InlineData("train --out", "--out")]
    [InlineData("train --plugins nowhere", "nowhere")]
    [InlineData("trian", "Did you mean 'train'?")]
    [InlineData("eval", "model.onnx")]
    [InlineData("eval --bacth 3", "Did you mean '--batch'?")]
    [InlineData("eval --json model.onnx x.onnx", "--json")]
    [InlineData("show model.onnx --of y", "--adjoint")]
    [InlineData("gradcheck --op Scatter", "as newer ops; check those")]
    public void Wrong_command_lines(string line, string named) => Fails(Usage, named, line.Split(' '));

    [Theory]
    [InlineData("train --data nowhere", "nowhere")]
    [InlineData("train --data .", "train-images-idx3-ubyte")]
    [InlineData("train --out nowhere/model.onnx", "create it")]
    [InlineData("train --out .", "folder")]
    [InlineData("train --json nowhere/result.json", "create it")]
    [InlineData("train --lr 1e30", "--lr")]
    [InlineData("eval nowhere.onnx", "nowhere.onnx")]
    [InlineData("predict nowhere.onnx", "nowhere.onnx")]
    [InlineData("validate nowhere.onnx", "nowhere.onnx")]
    [InlineData("show nowhere.onnx", "nowhere.onnx")]
    public void Things_that_are_not_there(string line, string named) => Fails(Failure, named, line.Split(' '));

    [Fact]
    public void A_table_with_one_class()
    {
        _place.Write("one.csv", "x,k\n" + string.Concat(Enumerable.Repeat("1,a\n2,a\n", 5)));
        Fails(Failure, "one class", "train", "--data", "one.csv", "--label", "k");
    }

    [Fact]
    public void An_empty_output_name() => Fails(Usage, "empty", "train", "--out", "");

    [Fact]
    public void A_training_that_diverges_in_its_last_step_leaves_the_old_model()
    {
        _place.Write("model.onnx", "the old one");
        Fails(Failure, "diverged", "train", "--epochs", "1", "--batch", "9999", "--lr", "1e30", "--optimizer", "sgd");
        Assert.Equal("the old one", File.ReadAllText(_place["model.onnx"]));
    }

    [Fact]
    public void A_link_is_followed()
    {
        Directory.CreateDirectory(_place["real"]);
        File.CreateSymbolicLink(_place["link.onnx"], Path.Combine("real", "m.onnx"));
        _place.Run("train", "--epochs", "1", "--out", "link.onnx").Succeeds();
        Assert.True(File.Exists(_place["real/m.onnx"]) && new FileInfo(_place["link.onnx"]).LinkTarget is not null);
    }

    [Fact]
    public void A_file_that_is_no_model()
    {
        _place.Write("corrupt.onnx", "this is no protobuf message at all");
        foreach (var command in (string[])["eval", "predict", "validate", "show"]) Fails(Failure, "corrupt.onnx", command, "corrupt.onnx");
    }

    [Fact]
    public void A_model_that_was_cut_short()
    {
        _place.Run("train", "--epochs", "1", "--layers", "64-4-10").Succeeds();
        var bytes = File.ReadAllBytes(_place["model.onnx"]);
        File.WriteAllBytes(_place["cut.onnx"], bytes[..(bytes.Length / 2)]);
        Fails(Failure, "cut.onnx", "eval", "cut.onnx");
        Fails(Failure, "no such file", "eval", "model.onnx", "--data", "elsewhere");
        Fails(Usage, "It has x, fc1.weight", "show", "model.onnx", "--adjoint", "--of", "nothing");
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "no column 'class'")]
    [InlineData("a,class\n1,x\ntwo,y\n", "'two'")]
    [InlineData("a,class\n1,x\n2\n", "line 3")]
    [InlineData("a,class\n", "no rows")]
    [InlineData("", "empty")]
    public void Damaged_tables(string text, string named)
    {
        _place.Write("data.csv", text);
        Fails(Failure, named, "train", "--data", "data.csv", "--label", "class");
    }

    [Fact]
    public void A_table_without_a_label()
    {
        _place.Write("data.csv", "a,class\n1,x\n");
        Fails(Usage, "--label", "train", "--data", "data.csv");
    }

    [Fact]
    public void Images_cut_short_and_labels_out_of_range()
    {
        Directory.CreateDirectory(_place["images"]);
        Images("train", 20, label: 3);
        Images("t10k", 20, label: 10);
        Fails(Failure, "labels are from 0 to 9", "train", "--data", "images");
        Images("t10k", 20, label: 3);
        var path = Path.Combine(_place["images"], "t10k-images-idx3-ubyte.gz");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..40]);
        Fails(Failure, "t10k-images-idx3-ubyte.gz", "train", "--data", "images");
    }

    [Fact]
    public void A_failure_keeps_the_model_that_was_there()
    {
        _place.Write("model.onnx", "precious");
        Fails(Failure, "--lr", "train", "--lr", "1e30");
        Fails(Failure, "nowhere", "train", "--data", "nowhere");
        Assert.Equal("precious", File.ReadAllText(_place["model.onnx"]));
        Assert.Equal(["model.onnx"], Directory.GetFiles(_place.Folder).Select(Path.GetFileName));
    }

    void Fails(int exitCode, string named, params string[] args)
    {
        var result = _place.Run(args);
        Assert.True(result.ExitCode == exitCode, $"exit code {result.ExitCode}: {result.Error}");
        Assert.StartsWith("nabla: ", result.ErrorLine, StringComparison.Ordinal);
        Assert.Contains(named, result.ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain("at Nabla.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nabla: unexpected", result.Error, StringComparison.Ordinal);
    }

    void Images(string part, int count, byte label)
    {
        const int side = 4;
        var random = new Random(count);
        var pixels = new byte[count * side * side];
        random.NextBytes(pixels);
        Idx($"{part}-images-idx3-ubyte.gz", [count, side, side], pixels);
        Idx($"{part}-labels-idx1-ubyte.gz", [count], [.. Enumerable.Repeat(label, count)]);
    }

    void Idx(string name, int[] sizes, byte[] data)
    {
        using var file = new GZipStream(File.Create(Path.Combine(_place["images"], name)), CompressionLevel.Fastest);
        Span<byte> number = stackalloc byte[4];
        foreach (int value in (int[])[0x0800 + sizes.Length, .. sizes])
        {
            BinaryPrimitives.WriteInt32BigEndian(number, value);
            file.Write(number);
        }
        file.Write(data);
    }
}
