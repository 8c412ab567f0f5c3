using System.Reflection;
using Nabla.Training;
using Nabla.Weights;

namespace Nabla.Tests;

/// <summary>Weights find the variables that they are for, or nothing changes.</summary>
public class LoadingTests
{
    static readonly Registry Ops = ((string[])["MatMul", "Activations", "Arithmetic", "Reductions", "Shaping"]).Aggregate(new Registry(), (r, name) => r.AddAssembly(Assembly.Load(name), name));

    static Graph Model(params int[] sizes)
    {
        var graph = new Program(Ops).AddGraph("model");
        graph.Output(Sequential.Mlp(sizes).Build(new(graph), graph.Input("x", ElementType.Float32, ["N", sizes[0]])));
        return graph;
    }

    static Tensor Of(Graph graph, string name) => graph.Inputs.Single(v => v.Name == name).Variable!.ToTensor();

    static Tensor Range(float first, params long[] dims) => Tensor.Of([.. Enumerable.Range(0, (int)dims.Aggregate(1L, (a, b) => a * b)).Select(i => first + i)], dims);

    static string Refused(Func<object> load) => Assert.ThrowsAny<NablaException>(load).Message;

    [Fact]
    public void A_state_dict_of_pytorch_finds_the_layers_by_order_transposed()
    {
        var model = Model(3, 2, 2, 4);
        // nn.Sequential(Linear(3, 2), ReLU(), Linear(2, 2), ReLU(), Linear(2, 4)), sorted by name as safetensors are; by hand from the format's description.
        byte[] data = [.. Bytes(0, 0.5f), .. Bytes(1, 2, 3, 4, 5, 6), .. Bytes(0, 0), .. Bytes(7, 8, 9, 10), .. Bytes(1, 2, 3, 4), .. Bytes(1, 2, 3, 4, 5, 6, 7, 8)];
        var file = SafetensorsTests.File("""{"__metadata__":{"format":"pt"},"net.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"net.0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]},"""
            + """ "net.10.bias":{"dtype":"F32","shape":[4],"data_offsets":[56,72]},"net.10.weight":{"dtype":"F32","shape":[4,2],"data_offsets":[72,104]},"""
            + """ "net.2.bias":{"dtype":"F32","shape":[2],"data_offsets":[32,40]},"net.2.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[40,56]}}""", data);
        var report = WeightLoader.Load(Safetensors.Read(new MemoryStream(file), "'w'"), model);
        Assert.True(report.IsComplete);
        Assert.Equal(["fc1.bias", "fc1.weight", "fc2.bias", "fc2.weight", "fc3.bias", "fc3.weight"], report.Loaded.Select(l => l.Name).Order());
        Assert.Equal(Tensor.Of([1f, 4, 2, 5, 3, 6], 3, 2), Of(model, "fc1.weight"));
        Assert.Equal(Tensor.Vector(0, 0.5f), Of(model, "fc1.bias"));
        // square: turned because the others are
        Assert.Equal(Tensor.Of([7f, 9, 8, 10], 2, 2), Of(model, "fc2.weight"));
        Assert.Equal(Tensor.Of([1f, 3, 5, 7, 2, 4, 6, 8], 2, 4), Of(model, "fc3.weight"));
        Assert.Equal((6, 3), (report.Loaded.Count, report.Loaded.Count(l => l.Transposed)));

        static byte[] Bytes(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
    }

    [Fact]
    public void What_a_model_exports_it_loads_bit_for_bit()
    {
        var (from, to) = (Model(3, 3, 3), Model(3, 3, 3));
        foreach (var v in from.Inputs.Where(v => v.Variable is not null)) v.Variable!.Load(Range(v.Name.Length + 0.1f, v.Type.Shape.ToSizes()));
        foreach (var write in (Action<WeightSet, Stream>[])[Safetensors.Write, (w, s) => Npz.Write(w, s)])
        {
            var file = new MemoryStream();
            write(WeightSet.Of(from), file);
            var read = file.ToArray()[0] == 'P' ? Npz.Read(file, "'w'") : Safetensors.Read(file, "'w'");
            foreach (var v in to.Inputs.Where(v => v.Variable is not null)) v.Variable!.Bytes.Clear();
            Assert.True(WeightLoader.Load(read, to.Program).IsComplete);
            Assert.All(WeightSet.Of(from.Program), w => Assert.Equal(w.Value, Of(to, w.Key)));
        }
    }

    [Fact]
    public void A_square_matrix_of_unknown_order_is_refused_until_the_order_is_said()
    {
        var model = Model(2, 2);
        var weights = new WeightSet { Metadata = new Dictionary<string, string> { ["format"] = "pt" } };
        weights.Add("fc1.weight", Range(1, 2, 2));
        weights.Add("fc1.bias", Range(1, 2));
        Assert.Contains("it is square", Refused(() => WeightLoader.Load(weights, model)), StringComparison.Ordinal);
        WeightLoader.Load(weights, model, new() { Order = MatrixOrder.Transposed });
        Assert.Equal(Tensor.Of([1f, 3, 2, 4], 2, 2), Of(model, "fc1.weight"));
        WeightLoader.Load(weights, model, new() { Order = MatrixOrder.Same });
        Assert.Equal(Range(1, 2, 2), Of(model, "fc1.weight"));
    }

    // The mark of the file; the names of its matrices; the sizes of the model that they are for, by name or in order; whether the square one is turned, and null if it is refused.
    public static TheoryData<string?, string, int[], bool?> Squares => new()
    {
        { null, "fc1:2,2", [2, 2], null }, { "pt", "fc1:2,2", [2, 2], null }, { "np", "fc1:2,2", [2, 2], null }, { "nabla", "fc1:2,2", [2, 2], false },
        // Others tell, but in a file of PyTorch's one that lies as here may be an embedding.
        { null, "fc1:3,2 fc2:2,2", [3, 2, 2], false }, { "nabla", "fc1:3,2 fc2:2,2", [3, 2, 2], false }, { "pt", "fc1:3,2 fc2:2,2", [3, 2, 2], null },
        { null, "fc1:2,3 fc2:2,2", [3, 2, 2], true }, { "nabla", "fc1:2,3 fc2:2,2", [3, 2, 2], true }, { "pt", "fc1:2,3 fc2:2,2", [3, 2, 2], true },
        { null, "fc1:2,3 fc2:2,2 fc3:2,4", [3, 2, 2, 4], null }, { "nabla", "fc1:2,3 fc2:2,2 fc3:2,4", [3, 2, 2, 4], null }, { "pt", "fc1:2,3 fc2:2,2 fc3:2,4", [3, 2, 2, 4], null },
        // In order, layers are PyTorch's, unless the file says that it is ours.
        { null, "0:2,2", [2, 2], true }, { "pt", "0:2,2", [2, 2], true }, { "nabla", "0:2,2", [2, 2], false }, { "pt", "0:3,2 1:2,2", [3, 2, 2], true }, { null, "0:3,2 1:2,2", [3, 2, 2], false },
        { null, "fc1:1,1", [1, 1], false },
    };

    [Theory, MemberData(nameof(Squares))]
    public void A_square_matrix_is_turned_only_where_something_tells(string? format, string matrices, int[] sizes, bool? isTurned)
    {
        var model = Model(sizes);
        var weights = new WeightSet { Metadata = format is null ? new() : new Dictionary<string, string> { ["format"] = format } };
        foreach (var matrix in matrices.Split(' '))
        {
            var (layer, dims) = (matrix.Split(':')[0], matrix.Split(':')[1].Split(',').Select(int.Parse).ToArray());
            weights.Add($"{layer}.weight", Range(1, dims[0], dims[1]));
            weights.Add($"{layer}.bias", Range(1, sizes[weights.Count / 2 + 1]));
        }
        var report = WeightLoader.Load(weights, model, new() { Strict = false });
        int square = Enumerable.Range(1, sizes.Length - 1).Single(k => sizes[k - 1] == sizes[k]);
        Assert.Equal(isTurned, report.Loaded.SingleOrDefault(l => l.Name == $"fc{square}.weight")?.Transposed);
        Assert.Equal(isTurned is null ? 1 : 0, report.Unfit.Count);
        Assert.Equal((sizes.Length - 1) * 2, report.Loaded.Count + report.Unfit.Count);
    }

    [Theory]
    [InlineData("tok_embeddings.weight", null, true)]
    [InlineData("tok_embeddings.weight", "nabla", false)]
    [InlineData("in.weight", null, false)]
    public void A_table_of_embeddings_says_nothing_of_linear_layers(string table, string? format, bool isRefused)
    {
        Variable[] model = [new(table, Range(0, 3, 2)), new("out.weight", Range(0, 2, 2))];
        var weights = new WeightSet { Metadata = format is null ? new() : new Dictionary<string, string> { ["format"] = format } };
        weights.Add(table, Range(1, 3, 2));
        weights.Add("out.weight", Range(1, 2, 2));
        if (isRefused) Assert.Contains("it is square", Refused(() => WeightLoader.Load(weights, model)), StringComparison.Ordinal);
        else Assert.Equal(2, WeightLoader.Load(weights, model).Loaded.Count(l => !l.Transposed));
    }

    [Fact]
    public void Only_what_comes_from_variables_is_marked_and_the_mark_stays()
    {
        var ours = WeightSet.Of(Model(2, 2));
        Assert.Equal("nabla", ours.Metadata["format"]);
        foreach (var (weights, mark) in ((WeightSet, string?)[])[(ours, "nabla"), (new() { { "x", Range(1, 2, 2) } }, null)])
        {
            var (npz, safetensors) = (new MemoryStream(), new MemoryStream());
            Npz.Write(weights, npz);
            Safetensors.Write(Npz.Read(npz, "'w'"), safetensors);
            Assert.Equal(mark, Npz.Read(npz, "'w'").Metadata.GetValueOrDefault("format"));
            Assert.Equal(mark, Safetensors.Read(safetensors, "'w'").Metadata.GetValueOrDefault("format"));
        }
    }

    // With a search through the layers for each name this takes minutes.
    [Fact(Timeout = 20_000)]
    public Task Many_names_without_a_place_are_soon_told() => Task.Run(() =>
    {
        const int count = 200_000;
        var weights = new WeightSet();
        for (int i = 0; i < count; i++) weights.Add($"net.{i}.weight", Tensor.Scalar(1f));
        var report = WeightLoader.Load(weights, Model(3, 2), new() { Strict = false });
        Assert.Equal((0, count, 2), (report.Loaded.Count, report.Unexpected.Count, report.Missing.Count));
        Assert.Contains("nothing was loaded", Refused(() => WeightLoader.Load(weights, Model(3, 2))), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact]
    public void Half_types_do_not_hold_each_other_s_numbers()
    {
        foreach (var (stored, target, isExact) in ((Tensor, Tensor, bool)[])[
            (Tensor.Vector((Half)1.5), Tensor.Vector((BFloat16)0f), true), (Tensor.Vector((Half)1.0009765625), Tensor.Vector((BFloat16)0f), false),
            (Tensor.Vector((BFloat16)1.5f), Tensor.Vector((Half)0), true), (Tensor.Vector((BFloat16)1e30f), Tensor.Vector((Half)0), false),
            (Tensor.Vector((BFloat16)1e30f), Tensor.Vector(0f), true), (Tensor.Vector(float.NaN), Tensor.Vector(0.0), true)])
        {
            var load = () => WeightLoader.Load(new WeightSet { { "v", stored } }, [new Variable("v", target)]);
            if (isExact) Assert.True(load().IsComplete);
            else Assert.Contains("more digits", Refused(load), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Matrices_of_all_widths_are_turned()
    {
        foreach (var zero in (Tensor[])[Tensor.Of(new byte[6], 3, 2), Tensor.Of(new Half[6], 3, 2), Tensor.Of(new float[6], 3, 2), Tensor.Of(new double[6], 3, 2), Tensor.FromBytes(ElementType.Complex128, new byte[96], 3, 2)])
        {
            int size = zero.Bytes.Length / 6;
            byte[] Elements(params int[] first) => [.. first.SelectMany(f => Enumerable.Range(0, size).Select(k => (byte)(10 * f + k)))];
            var variable = new Variable("v", zero);
            WeightLoader.Load(new WeightSet { { "v", Tensor.FromBytes(zero.Element, Elements(1, 2, 3, 4, 5, 6), 2, 3) } }, [variable]);
            Assert.Equal(Elements(1, 4, 2, 5, 3, 6), variable.ToTensor().Bytes);
        }
    }

    [Fact]
    public void Strict_loading_changes_nothing_unless_all_fits()
    {
        var model = Model(3, 2);
        var before = WeightSet.Of(model);
        var weights = new WeightSet { { "fc1.weight", Range(5, 4, 4) }, { "fc1.biass", Range(5, 2) }, { "num_batches_tracked", Tensor.Scalar(1L) } };
        var message = Refused(() => WeightLoader.Load(weights, model));
        Assert.Contains("'fc1.weight' does not fit 'fc1.weight': it is f32[4,4], and the variable is f32[3,2].", message, StringComparison.Ordinal);
        Assert.Contains("nothing for 'fc1.bias'.", message, StringComparison.Ordinal);
        Assert.Contains("no place for 'fc1.biass', 'num_batches_tracked'.", message, StringComparison.Ordinal);
        Assert.Equal(before, WeightSet.Of(model));

        var report = WeightLoader.Load(weights, model, new() { Strict = false, Names = new Dictionary<string, string> { ["fc1.biass"] = "fc1.bias" } });
        Assert.Equal("fc1.bias fc1.biass", Assert.Single(report.Loaded) is var loaded ? $"{loaded.Name} {loaded.Source}" : "");
        Assert.Equal("fc1.weight", Assert.Single(report.Unfit).Name);
        Assert.Equal(["num_batches_tracked"], report.Unexpected);
        Assert.Empty(report.Missing);
        Assert.Equal(Range(5, 2), Of(model, "fc1.bias"));
        Assert.Equal(before["fc1.weight"], Of(model, "fc1.weight"));
    }

    [Fact]
    public void Names_that_are_not_there_are_refused_with_a_guess()
    {
        var weights = new WeightSet { { "w", Range(0, 3, 2) } };
        Assert.Contains("no such tensor", Refused(() => WeightLoader.Load(weights, Model(3, 2), new() { Names = new Dictionary<string, string> { ["v"] = "fc1.weight" } })), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'fc1.weight'?", Refused(() => WeightLoader.Load(weights, Model(3, 2), new() { Names = new Dictionary<string, string> { ["w"] = "fc1.weigth" } })), StringComparison.Ordinal);
    }

    public static TheoryData<string> Layers => ["a.weight,a.bias", "0.weight", "0.weight,0.bias,1.weight,1.bias", "x.0.weight,y.0.bias"];

    [Theory, MemberData(nameof(Layers))]
    public void Names_that_are_no_numbered_layers_of_the_same_kind_are_not_matched_by_order(string names)
    {
        var weights = new WeightSet();
        foreach (var name in names.Split(',')) weights.Add(name, name.EndsWith('t') ? Range(0, 2, 3) : Range(0, 2));
        Assert.Empty(WeightLoader.Load(weights, Model(3, 2), new() { Strict = false }).Loaded);
    }

    [Fact]
    public void Floating_point_types_are_converted_where_no_number_changes()
    {
        var model = Model(2, 1);
        foreach (var weight in (Tensor[])[Tensor.Of<Half>([(Half)1.5, (Half)(-2)], 2, 1), Tensor.Of<BFloat16>([(BFloat16)1.5f, (BFloat16)(-2f)], 2, 1), Tensor.Of([1.5, -2], 2, 1)])
        {
            var report = WeightLoader.Load(new WeightSet { { "fc1.weight", weight }, { "fc1.bias", Tensor.Vector(0f) } }, model);
            Assert.Equal(weight.Type, report.Loaded.Single(l => l.Name == "fc1.weight").Stored);
            Assert.Equal(Tensor.Of([1.5f, -2f], 2, 1), Of(model, "fc1.weight"));
        }
        var fine = new WeightSet { { "fc1.weight", Tensor.Of([0.1, -2], 2, 1) }, { "fc1.bias", Tensor.Vector(0f) } };
        Assert.Contains("more digits in f64 than f32 holds", Refused(() => WeightLoader.Load(fine, model)), StringComparison.Ordinal);
        WeightLoader.Load(fine, model, new() { Round = true });
        Assert.Equal(Tensor.Of([0.1f, -2f], 2, 1), Of(model, "fc1.weight"));
        Assert.Contains("only floating-point types", Refused(() => WeightLoader.Load(new WeightSet { { "fc1.weight", Tensor.Of([1, 2], 2, 1) }, { "fc1.bias", Tensor.Vector(0f) } }, model)), StringComparison.Ordinal);
    }

    [Theory, InlineData(1.00390625 + 1e-12, 0x3F81), InlineData(1.00390625 - 1e-12, 0x3F80), InlineData(1.00390625, 0x3F80), InlineData(-1.01171875 - 1e-12, 0xBF82), InlineData(1e-60, 0), InlineData(1e39, 0x7F80)]
    public void Float64_is_rounded_once_on_its_way_to_bfloat16(double value, int bits)
    {
        var variable = new Variable("v", Tensor.Vector((BFloat16)0f));
        WeightLoader.Load(new WeightSet { { "v", Tensor.Vector(value) } }, [variable], new() { Round = true });
        Assert.Equal(bits, BitConverter.ToUInt16(variable.Bytes));
    }
}
