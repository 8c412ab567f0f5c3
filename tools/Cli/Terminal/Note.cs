namespace Nabla.Cli;

/// <summary>A line beside the results, on standard error: what a user may not expect, though nothing is wrong.</summary>
static class Note
{
    public static void Say(string message) => Console.Error.WriteLine($"nabla: note: {message.ReplaceLineEndings(" ")}");
}
