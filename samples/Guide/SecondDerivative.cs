using Nabla.Ops;

namespace Nabla.Guide;

static class SecondDerivative
{
    public static void Run()
    {
        var program = new Program(PluginFolder.LoadDefault());
        var x = program.AddGraph("cube").Input("x", ElementType.Float64, []);
        var y = x * x * x;
        var first = Adjoint.Of(y, x)[x];
        var second = Adjoint.Of(first, x)[x];

        var run = Cpu.Backend().Compile(program, [y, first, second]);
        run.Input<double>(x)[0] = 2;
        run.Run();
        Console.WriteLine($"{run.Output<double>(y)[0]}, {run.Output<double>(first)[0]}, {run.Output<double>(second)[0]}");
    }
}
