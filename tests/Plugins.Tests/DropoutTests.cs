using Nabla.Ops;
using Nabla.Plugins;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>What is random about Dropout: the share that is kept, the scale, other masks each run, and the adjoint by the mask of the forward pass.</summary>
public class DropoutTests
{
    [Fact]
    public void In_training_a_share_is_dropped_and_the_rest_scaled()
    {
        var x = Tensor.Filled(ElementType.Float32, 3, 100_000);
        var y = Evaluate.Op(OpTable.Ops, new Dropout(1), [x, Tensor.Scalar(0.25f), Tensor.Scalar(true)]);
        var (values, mask) = (y[0].Span<float>().ToArray(), y[1].Span<bool>().ToArray());
        Assert.Equal(values.Select(v => v != 0), mask);
        Assert.All(values, v => Assert.True(v is 0 or 4));
        // The standard deviation of the share is 0.0014.
        Assert.InRange(mask.Count(kept => kept) / 100_000.0, 0.74, 0.76);
    }

    [Fact]
    public void The_adjoint_uses_the_mask_of_the_forward_pass_and_each_run_has_another()
    {
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("forward");
        var x = graph.Input("x", ElementType.Float64, [1000]);
        var y = graph.Add(new Dropout(1), x, graph.Constant(Tensor.Scalar(0.5f)), graph.Constant(Tensor.Scalar(true)))[0];
        var bar = Adjoint.OfSeeded([y], [x]);
        var dx = bar.TryGet(x)!;
        var step = Cpu.Backend(1).Compile(program, [y, dx]);
        step.Feed(x, Tensor.Filled(ElementType.Float64, 1, 1000));
        step.Feed(bar.Seeds[0]!, Tensor.Filled(ElementType.Float64, 1, 1000));
        step.Run();
        var first = step.OutputTensor(y);
        Assert.Equal(first, step.OutputTensor(dx));
        step.Run();
        Assert.Equal(step.OutputTensor(y), step.OutputTensor(dx));
        Assert.NotEqual(first, step.OutputTensor(y));
    }

    [Fact]
    public void The_mask_follows_from_seed_run_and_position()
    {
        var program = new Program(OpTable.Ops);
        var graph = program.AddGraph("forward");
        var mask = graph.Add(new Dropout(0x0000000200000001), graph.Constant(Tensor.Filled(ElementType.Float32, 1, 999)), graph.Constant(Tensor.Scalar(0.5f)), graph.Constant(Tensor.Scalar(true)))[1];
        var step = Cpu.Backend(2).Compile(program, [mask]);
        for (uint run = 0; run < 2; run++)
        {
            step.Run();
            var words = Enumerable.Range(0, 250).Select(i => Philox4x32.Block(new((uint)i, run, 0, 0), 1, 2)).SelectMany(b => new[] { b.X, b.Y, b.Z, b.W });
            Assert.Equal(words.Take(999).Select(w => w <= uint.MaxValue / 2), step.Output<bool>(mask).ToArray());
        }
    }
}
