using Spectre.Console;

namespace Nabla.Cli;

/// <summary>Where text for people goes: a terminal with colours and movement, or plain lines that a file or another program reads.</summary>
sealed class Screen
{
    Screen(IAnsiConsole console, TextWriter plain, bool isLive) => (Console, Plain, IsLive) = (console, plain, isLive);

    /// <summary>The terminal; used only if <see cref="IsLive"/>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Lines without control characters.</summary>
    public TextWriter Plain { get; }

    /// <summary>True on a terminal that may be drawn on.</summary>
    public bool IsLive { get; }

    /// <param name="standardOutputIsTaken">True to write to standard error.</param>
    public static Screen Open(bool standardOutputIsTaken = false)
    {
        bool redirected = standardOutputIsTaken ? System.Console.IsErrorRedirected : System.Console.IsOutputRedirected;
        bool live = !redirected && !IsSet("NO_COLOR") && !IsSet("CI") && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var writer = standardOutputIsTaken ? System.Console.Error : System.Console.Out;
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (!live)
        {
            settings.Ansi = AnsiSupport.No;
            settings.Interactive = InteractionSupport.No;
            // Else a known build server switches control sequences back on.
            settings.Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false };
        }
        return new(AnsiConsole.Create(settings), writer, live);
    }

    /// <summary>Writes a line of text as it is.</summary>
    public void Line(string text = "") => Plain.WriteLine(text);

    static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
