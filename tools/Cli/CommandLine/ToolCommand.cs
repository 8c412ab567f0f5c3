using System.CommandLine;

namespace Nabla.Cli;

/// <summary>A command with examples for its help.</summary>
abstract class ToolCommand : Command
{
    protected ToolCommand(string name, string description, params IReadOnlyList<string> examples) : base(name, description)
    {
        Examples = examples;
        // On a thread of its own: the main one waits for Ctrl-C.
        SetAction((line, interrupt) => Task.Run(() => Run(line, interrupt)));
    }

    /// <summary>Lines to type.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Run(ParseResult line, CancellationToken interrupt);

    protected T Add<T>(T option) where T : Option
    {
        Options.Add(option);
        return option;
    }

    protected Argument<string> AddModel(string name = "model.onnx", string description = "The ONNX file.", bool isOptional = false)
    {
        var model = new Argument<string>(name) { Description = description };
        if (isOptional) model.Arity = ArgumentArity.ZeroOrOne;
        // The parser would take a misspelt option for a file.
        model.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] unknown }]) result.AddError(Usage.Unknown(unknown, this));
        });
        Arguments.Add(model);
        return model;
    }
}
