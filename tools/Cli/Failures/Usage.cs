using System.CommandLine;
using System.CommandLine.Parsing;

namespace Nabla.Cli;

/// <summary>Turns what the parser found into one sentence.</summary>
static class Usage
{
    public static UsageException Of(ParseResult line)
    {
        var command = line.CommandResult.Command;
        // A command or option that was merely misspelt explains all further errors.
        if (FirstUnknown(line) is { } unknown) return new($"{Unknown(unknown, command)} See {Path(command)} --help.");
        return new($"{string.Join(" ", line.Errors.Select(e => Clear(e.Message)).Distinct())} See {Path(command)} --help.");
    }

    /// <summary>Says that a word is nothing that the command knows, and what it may have been meant to be.</summary>
    public static string Unknown(string word, Command command)
    {
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Where(o => !o.Hidden).Select(o => o.Name));
        var meant = Suggestion.For(word, known) is { } near ? $" Did you mean '{near}'?" : "";
        return $"'{word}' is not {(word.StartsWith('-') ? "an option" : "a command or argument")} of '{Path(command)}'.{meant}";
    }

    // The parser may take a misspelt option for an argument, and complain about the word after it.
    static string? FirstUnknown(ParseResult line)
    {
        var option = line.CommandResult.Command is RootCommand ? null
            : line.Tokens.FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
        return option ?? line.UnmatchedTokens.FirstOrDefault();
    }

    // The parser names .NET types.
    static string Clear(string message)
    {
        int type = message.IndexOf(" as expected type ", StringComparison.Ordinal);
        return type < 0 ? message : $"{message[..type]} as a number{(message.Contains("Double", StringComparison.Ordinal) ? "" : " without a fraction")}.";
    }

    static string Path(Command command) => command is RootCommand ? "nabla" : $"{(command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent) : "nabla")} {command.Name}";
}
