using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Nabla.Cli;

/// <summary>The usual help, then examples and exit codes.</summary>
sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    static readonly string[] First =
    [
        "nabla train                              learn the built-in digits, write model.onnx",
        "nabla eval model.onnx                    how good is it?",
        "nabla show model.onnx --adjoint          the gradient of its output, as a graph",
        "nabla grad \"x*sin(y)\" --at x=2,y=1      a formula and its gradient, by every method",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult line)
    {
        usual.Invoke(line);
        var output = line.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in ExamplesOf(line.CommandResult.Command)) output.WriteLine($"  {example}");
        output.WriteLine();
        output.WriteLine("Exit codes:");
        output.WriteLine("  0  success");
        output.WriteLine("  1  failure: a file cannot be read or written, a model does not pass, a formula has no value");
        output.WriteLine("  2  the command line is wrong");
        output.WriteLine("  130  interrupted");
        output.WriteLine();
        return ExitCode.Success;
    }

    // A command that only holds others has theirs.
    static IEnumerable<string> ExamplesOf(Command command) => command switch
    {
        RootCommand => First,
        ToolCommand tool => tool.Examples,
        _ => command.Subcommands.OfType<ToolCommand>().SelectMany(c => c.Examples.Take(1)),
    };
}
