using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Guide;

static class OnnxRoundTrip
{
    public static void Run()
    {
        var ops = PluginFolder.LoadDefault();
        var graph = new Program(ops).AddGraph("gelu");
        var x = graph.Input("x", ElementType.Float32, [Dim.Symbol("N"), 2]);
        graph.Output(x.AddWith("Gelu", []), "y");

        var model = OnnxExport.Write(graph);
        Console.WriteLine($"findings: {ModelChecker.Check(model, ops).Count}");
        Console.Write(OnnxImport.Read(model, ops).Graph);

        var result = ModelValidation.Run(model, ops, Cpu.Backend(), new Dictionary<string, Tensor> { ["x"] = Tensor.Of([-1f, 0, 1, 2], 2, 2) });
        Console.WriteLine($"ONNX Runtime agrees: {result.Passed}");
    }
}
