using System.CommandLine;
using Nabla.Onnx;

namespace Nabla.Cli;

/// <summary><c>nabla show</c>: a model, its adjoint graph, or its memory plan, as text; the first two as a picture too.</summary>
sealed class ShowCommand : ToolCommand
{
    readonly Argument<string> _model;
    readonly Option<bool> _adjoint, _plan;
    readonly Option<string?> _of, _svg;
    readonly Option<string[]> _wrt;
    readonly Option<int?> _batch;

    public ShowCommand() : base("show", "Print a model as text, one line a value; or its adjoint graph; or how it is run.",
        "nabla show model.onnx",
        "nabla show model.onnx --adjoint                          the output by all parameters",
        "nabla show model.onnx --adjoint --of logits --wrt x,fc1.weight",
        "nabla show model.onnx --plan --batch 128                 fused kernels and where each value lies",
        "nabla show model.onnx --adjoint --svg graph.svg          a picture of both")
    {
        _model = AddModel();
        _adjoint = Add(new Option<bool>("--adjoint") { Description = "The adjoint graph: what is run to differentiate the model." });
        _of = Add(new Option<string?>("--of")
        {
            Description = "The value to differentiate; by default the first output. One with several elements gets its adjoint as an input.",
            HelpName = "VALUE",
        });
        _wrt = Add(new Option<string[]>("--wrt")
        {
            Description = "The values to differentiate with respect to; by default all parameters.",
            HelpName = "VALUE,…",
            AllowMultipleArgumentsPerToken = true,
        });
        _plan = Add(new Option<bool>("--plan") { Description = "The graph after all passes, and the memory plan." });
        _svg = Add(new Option<string?>("--svg") { Description = "Draw the graph, with --adjoint both, as a picture to this file.", HelpName = "FILE" });
        _batch = Add(CommonOptions.Batch("The size of the batch dimension in the plan; by default 1."));
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var (of, wrt) = (line.GetValue(_of), Names(line));
        if (!line.GetValue(_adjoint) && (of is not null || wrt.Count > 0)) throw new UsageException("--of and --wrt say what to differentiate; add --adjoint.");
        if (!line.GetValue(_plan) && line.GetValue(_batch) is not null) throw new UsageException("--batch is for the memory plan; add --plan.");
        if (line.GetValue(_plan) && line.GetValue(_svg) is not null) throw new UsageException("--svg draws graphs, no plan; leave out --plan.");
        var svg = line.GetValue(_svg) is { } path ? OutputFile.At(path, line.GetValue(_model)) : null;
        var graph = OnnxFile.Load(line.GetValue(_model)!, PluginOption.Load(line)).Graph;
        var shown = line.GetValue(_adjoint) ? Differentiation.Of(graph, of, wrt).Graph : graph;
        if (svg is not null)
        {
            svg.Write(stream =>
            {
                using var text = new StreamWriter(stream, leaveOpen: true);
                (shown == graph ? GraphDrawing.Of(graph) : GraphDrawing.Of(graph, shown)).Save(text);
            });
            Console.Out.WriteLine($"{line.GetValue(_svg)}: {(shown == graph ? "the graph" : "the graph and its adjoint")}, {graph.Nodes.Count + (shown == graph ? 0 : shown.Nodes.Count)} nodes");
            return ExitCode.Success;
        }
        Console.Out.Write(line.GetValue(_plan) ? PlanText.Of(graph.Program, shown.Outputs, line.GetValue(_batch) ?? 1) : SsaPrinter.Print(shown));
        return ExitCode.Success;
    }

    List<string> Names(ParseResult line) =>
        [.. (line.GetValue(_wrt) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
