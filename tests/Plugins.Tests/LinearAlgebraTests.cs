using CsCheck;
using Nabla.Onnx;
using Nabla.Ops;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>What the tables do not say of linear algebra: closed forms, singular matrices, errors, the bodies that are exported.</summary>
public class LinearAlgebraTests
{
    static Tensor Matrix(int n, int seed, double diagonal = 0)
    {
        var spec = InputSpec.Float(n, n).WithDiagonal(diagonal);
        return spec.ToTensor(spec.Draw(new Random(seed)), ElementType.Float64);
    }

    static double[] Run(Op op, params Tensor[] inputs) => Numbers.Of(Evaluate.Op(OpTable.Ops, op, inputs)[0]);

    static double[] Run(Func<Value, Value> f, Tensor x)
    {
        var program = new Program(OpTable.Ops);
        var y = f(program.AddGraph("test").Constant(x));
        var run = Cpu.Backend(1).Compile(program, [y]);
        run.Run();
        return Numbers.Of(run.OutputTensor(y));
    }

    [Fact]
    public void What_is_solved_factored_and_inverted_gives_back_what_was_given() => Gen.Select(Gen.Int[1, 40], Gen.Int).Sample((n, seed) =>
    {
        var (general, right, positive) = (Matrix(n, seed), Matrix(n, seed + 1), Matrix(n, seed, 2 * n));
        double condition = Run(new Inverse(), general).Max(Math.Abs) * n;
        void Near(double[] expected, Func<Value, Value> f, Tensor x) => Assert.Null(Numbers.Difference(expected, Run(f, x), 1e-14 * n * condition * expected.Max(Math.Abs), 0));
        Near(Numbers.Of(right), a => a.MatMul(a.Solve(a.Graph.Constant(right))), general);
        Near(Run(a => a.Graph.Add("EyeLike", a), general), a => a.MatMul(a.Inverse()), general);
        Near(Run(a => a.Inverse() * a.Det(), general), a => a.Graph.Add(new Cofactors(), a)[0].T, general);
        Near(Run(a => Lower(a), positive), a => Lower(a.Cholesky().MatMul(a.Cholesky().T)), positive);
    }, iter: 20);

    static Value Lower(Value x) => x.AddWith("Trilu", [("upper", 0L)]);

    [Fact]
    public void The_gradient_of_the_logarithm_of_a_determinant_is_the_inverse()
    {
        var program = new Program(OpTable.Ops);
        var x = program.AddGraph("forward").Input("x", ElementType.Float64, ["N", 4, 4]);
        var bar = Adjoint.Of(x.Det().Log().Sum(), x)[x];
        var inverse = bar.Graph.Capture(x).Inverse().T;
        var run = Cpu.Backend(2).Compile(program, [bar, inverse], new Dictionary<string, long> { ["N"] = 3 });
        run.Feed(x, Tensor.Of([.. Enumerable.Range(0, 3).SelectMany(i => Numbers.Of(Matrix(4, i, 5)))], 3, 4, 4));
        run.Run();
        Assert.Null(Numbers.Difference(Numbers.Of(run.OutputTensor(inverse)), Numbers.Of(run.OutputTensor(bar)), 1e-14, 1e-14));
    }

    public static TheoryData<string> Singular => [.. Deficient.Keys];

    static readonly Dictionary<string, Tensor> Deficient = new()
    {
        ["zero"] = Tensor.Of([0.0], 1, 1),
        ["a dependent row"] = Tensor.Of([1.0, 2, 2, 4], 2, 2),
        ["a zero column"] = Tensor.Of([0.0, 2, 0, 4], 2, 2),
        ["rank 2 of 3"] = Tensor.Of([1.0, 2, 3, 4, 5, 6, 7, 8, 9], 3, 3),
        ["a zero in the middle"] = Tensor.Of([1.0, 0, 3, 4, 0, 6, 7, 0, 1], 3, 3),
        ["rank 1 of 3"] = Tensor.Of([1.0, 2, 3, 2, 4, 6, 3, 6, 9], 3, 3),
        ["rank 0 of 3"] = Tensor.Of(new double[9], 3, 3),
    };

    [Theory, MemberData(nameof(Singular))]
    public void The_determinant_of_a_singular_matrix_is_0_and_has_a_gradient(string name)
    {
        var x = Deficient[name];
        Assert.Equal(0, Run(new Det(), x)[0], 1e-14);
        var result = DirectionalCheck.Run(OpTable.Ops, (g, v) => [v[0].Det()], [x], new HashSet<int>(), seed: 2);
        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void The_first_matrix_that_cannot_be_inverted_or_factored_is_named()
    {
        double[] one = [1, 0, 0, 1], singular = [1, 2, 2, 4], negative = [4, 0, 2, -1];
        Tensor Batch(params double[][] matrices) => Tensor.Of([.. matrices.SelectMany(m => m)], matrices.Length, 2, 2);
        void Fails(string because, Op op, params Tensor[] inputs)
        {
            foreach (int threads in new[] { 1, 3 })
                Assert.Contains(because, Assert.Throws<NablaException>(() => Evaluate.Op(OpTable.Ops, op, inputs, null, Cpu.Backend(threads))).Message, StringComparison.Ordinal);
        }
        double[][] many = [.. Enumerable.Repeat(one, 5000), singular, .. Enumerable.Repeat(one, 5000), singular];
        Fails("Matrix 5000 of the batch is singular: pivot 1 is 0", new Inverse(), Batch(many));
        Fails("The matrix is singular: pivot 1 is 0", new Inverse(), Tensor.Of(singular, 2, 2));
        Fails("Matrix 1 of the batch is singular", new Solve(), Batch(one, singular), Batch(one, one));
        Fails("nabla.Cholesky-1 'cholesky' (f64[3,2,2]): Matrix 1 of the batch is not positive definite: pivot 1 is -2", new Cholesky(), Batch(one, negative, negative));
        Fails("pivot 0 is NaN", new Cholesky(), Tensor.Of([double.NaN], 1, 1));
    }

    [Fact]
    public void Not_a_number_is_no_singular_matrix() =>
        Assert.All(Run(new Inverse(), Tensor.Of([0, 1, double.NaN, 1], 2, 2)), v => Assert.True(double.IsNaN(v)));

    [Fact]
    public void Shapes_that_are_no_matrices_are_refused()
    {
        void Refused(string because, Op op, params Tensor[] inputs) => Assert.Contains(because, Assert.Throws<GraphException>(() => Evaluate.Op(OpTable.Ops, op, inputs)).Message, StringComparison.Ordinal);
        Tensor Floats(params long[] sizes) => Tensor.Filled(ElementType.Float32, 1, sizes);
        foreach (Op op in new Op[] { new Det(), new Inverse(), new Cholesky(), new Trace(), new Cofactors() })
        {
            Refused("needs square matrices [..., M, M], not [2,3]", op, Floats(2, 3));
            Refused("needs square matrices [..., M, M], not [3]", op, Floats(3));
        }
        Refused("A has 3 rows, B has 2", new Solve(), Floats(3, 3), Floats(2, 3));
        Refused("make a vector a column with Unsqueeze", new Solve(), Floats(3, 3), Floats(3));
        Refused("do not broadcast", new Solve(), Floats(2, 3, 3), Floats(4, 3, 1));
    }

    [Theory, MemberData(nameof(Bodies))]
    public void A_body_gives_what_the_kernel_gives(string name)
    {
        var c = OpTable.Get(name);
        var inputs = c.Draw(ElementType.Float64);
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("body");
        var y = c.Op.Body(graph, [.. inputs.Select(t => graph.Constant(t!))])![0];
        var run = Cpu.Backend(1).Compile(program, [y]);
        run.Run();
        Assert.Null(Numbers.Difference(Numbers.Of(Evaluate.Op(OpTable.Ops, c.Op, inputs)[0]), Numbers.Of(run.OutputTensor(y)), 1e-12, 1e-12));
    }

    public static TheoryData<string> Bodies => OpTable.Names(c => c.Op is Inverse or Solve or Cholesky or Cofactors && c.NotOnOrt is null);

    [Fact]
    public void A_matrix_that_is_too_large_to_write_out_is_refused_by_name()
    {
        foreach (var size in new Dim[] { 17, Dim.Symbol("M") })
        {
            var graph = new Program(OpTable.Ops).AddGraph("model");
            graph.Output(graph.Input("x", ElementType.Float32, [size, size]).Inverse());
            var error = Assert.Throws<NablaException>(() => OnnxExport.Write(graph));
            Assert.Contains($"nabla.Inverse-1 'inverse' ([{size},{size}]) cannot be written", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_register_width_gives_the_same_bits()
    {
        int before = Lanes.Width;
        try
        {
            foreach (Op op in new Op[] { new Det(), new Inverse(), new Cholesky(), new Cofactors() })
            {
                var results = new[] { 128, 256, 512 }.Select(width =>
                {
                    Lanes.Width = width;
                    return Evaluate.Op(OpTable.Ops, op, [Matrix(23, 3, 20)])[0];
                }).ToArray();
                Assert.All(results, r => Assert.Equal(results[0], r));
            }
        }
        finally
        {
            Lanes.Width = before;
        }
    }
}
