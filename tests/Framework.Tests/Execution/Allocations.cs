using Nabla.Ops;

namespace Nabla.Tests.Execution;

[Collection(nameof(Alone))]
public class Allocations
{
    // A training step of a small network: products with epilogues, fused regions, reductions, updates in place; rows enough for several threads.
    static Executable Step(int threads)
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [256, 64]);
        var w = g.Parameter(new("w", Running.Draw(new(ElementType.Float32, [64, 128]), 1)));
        var b = g.Parameter(new("b", Running.Draw(new(ElementType.Float32, [128]), 2)));
        var loss = (x.MatMul(w) + b).Relu().Softmax().Tanh().Mean();
        var adjoint = Adjoint.Of(loss);
        var update = program.AddGraph("update");
        foreach (var p in new[] { w, b }) program.Bind(p, update.Capture(p) - 0.1 * update.Capture(adjoint[p]));
        var run = Cpu.Backend(threads).Compile(program, [loss], updates: true);
        run.Feed(x, Running.Draw(x.Type, 3));
        for (int i = 0; i < 20; i++) run.Run();
        return run;
    }

    [Theory, InlineData(1), InlineData(2)]
    public void A_run_allocates_nothing_on_the_calling_thread(int threads)
    {
        var run = Step(threads);
        Assert.Equal(0, Allocated.ByCalls(100, run.Run));
    }

    // The runtime itself allocates now and then; a byte a run would be 100, an object a kernel ten thousands.
    [Theory, InlineData(1), InlineData(2)]
    public void A_run_allocates_nothing_on_any_thread(int threads)
    {
        var run = Step(threads);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 1000; i++) run.Run();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 24 * 1000 - 1);
    }
}
