using CsCheck;
using Nabla.Course;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Tests;

/// <summary>Layers with nothing between them are one layer.</summary>
public class IdentityLayers
{
    // X(W₁W₂…W_L) + b, b = b₁W₂…W_L + … + b_L
    [Fact]
    public void A_stack_of_them_is_affine() => Gen.Int[1, 4].Array[2, 6].Select(Gen.Int[0, 999]).Sample((sizes, seed) =>
    {
        var g = new Program(Lesson.Ops).AddGraph("forward");
        var x = g.Input("x", ElementType.Float32, ["N", sizes[0]]);
        Layer[] layers = [.. sizes.Zip(sizes.Skip(1), (a, b) => new Linear(a, b, biases: Initializer.HeNormal)).SelectMany(l => new Layer[] { l, Activation.Identity }).SkipLast(1)];
        var y = new Sequential(layers).Build(new(g, (ulong)seed), x);

        var (slope, offset) = (Matrix.Identity(sizes[0]), Matrix.Of(1, sizes[0], (_, _) => 0));
        foreach (var pair in g.Program.Parameters.Select(p => p.Variable!).Chunk(2))
        {
            var w = Of(pair[0]);
            (slope, offset) = (slope * w, offset * w + Of(pair[1]));
        }
        var run = Cpu.Backend(1).Compile(g.Program, [y], new Dictionary<string, long> { ["N"] = 5 });
        var random = new Random(seed);
        var points = Matrix.Of(5, sizes[0], (_, _) => random.Next(-8, 9) / 4.0);
        points.Elements.Select(v => (float)v).ToArray().CopyTo(run.Input<float>(x));
        run.Run();
        var expected = points * slope + Matrix.Of(5, 1, (_, _) => 1) * offset;
        Assert.InRange(expected.DistanceTo([.. run.Output<float>(y).ToArray().Select(v => (double)v)]), 0, 1e-5);
    }, iter: 30, threads: 1);

    static Matrix Of(Variable v)
    {
        var sizes = v.Type.Shape.ToSizes();
        return new(sizes.Length == 1 ? 1 : (int)sizes[0], (int)sizes[^1], [.. v.Span<float>().ToArray().Select(e => (double)e)]);
    }

    // f″ = 0: the slope is absent from the second adjoint
    [Fact]
    public void Their_slope_is_the_same_everywhere()
    {
        var g = Running.NewGraph();
        Value x = g.Input("x", ElementType.Float64, [4, 2]), w1 = g.Input("W1", ElementType.Float64, [2, 3]), w2 = g.Input("W2", ElementType.Float64, [3, 1]);
        var slope = Adjoint.Of(x.MatMul(w1).MatMul(w2).Sum(), x)[x];
        Assert.Null(Adjoint.Of(slope.Sum(), x).TryGet(x));
        var curved = Adjoint.Of(x.MatMul(w1).Tanh().MatMul(w2).Sum(), x)[x];
        Assert.NotNull(Adjoint.Of(curved.Sum(), x).TryGet(x));
    }
}
