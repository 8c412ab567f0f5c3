using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>--external-data [NAME]</c>: tensors beside the model that --out names.</summary>
static class ExternalDataOption
{
    public static Option<string?> Make() => new("--external-data")
    {
        Description = "Store large tensors in a file beside --out; by default its name with .data behind it.",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The name of the file; null if all stays inside.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="output">The model.</param>
    /// <param name="others">Files that the same command reads or writes.</param>
    /// <exception cref="UsageException">It is one of the others.</exception>
    public static string? Of(ParseResult line, Option<string?> option, string output, params ReadOnlySpan<string?> others)
    {
        if (line.GetResult(option) is not { Implicit: false }) return null;
        var name = line.GetValue(option) ?? $"{Path.GetFileName(output)}.data";
        OutputFile.At(Path.Combine(OutputFile.FolderOf(output), name), [output, .. others]);
        return name;
    }
}
