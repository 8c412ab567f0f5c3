using System.CommandLine;

namespace Nabla.Cli;

/// <summary>Turns what the parser found into one sentence.</summary>
static class Usage
{
    public static UsageException Of(ParseResult line)
    {
        var command = line.CommandResult.Command;
        // A command or option that was merely misspelt explains all further errors.
        if (line.UnmatchedTokens is [var unknown, ..])
            return new($"'{unknown}' is not {(unknown.StartsWith('-') ? "an option" : "a command or argument")} of '{Path(command)}'.{DidYouMean(unknown, command)} See {Path(command)} --help.");
        return new($"{string.Join(" ", line.Errors.Select(e => e.Message).Distinct())} See {Path(command)} --help.");
    }

    static string DidYouMean(string unknown, Command command)
    {
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Where(o => !o.Hidden).Select(o => o.Name));
        return Suggestion.For(unknown, known) is { } meant ? $" Did you mean '{meant}'?" : "";
    }

    static string Path(Command command) => command is RootCommand ? "nabla" : $"nabla {command.Name}";
}
