using Nabla.Symbolic;

namespace Nabla.Cli;

/// <summary>Ends a run that failed: one line on standard error, and the exit code.</summary>
static class Failure
{
    public static int Report(Exception e)
    {
        if (e is AggregateException { InnerException: { } inner }) e = inner;
        if (e is OperationCanceledException)
        {
            Say("interrupted; no file was changed.");
            return ExitCode.Interrupted;
        }
        Say(e switch
        {
            // of several lines, the place marked
            ExpressionException => e.Message,
            NablaException => OneLine(e.Message),
            OverflowException => "a size in the model or the data is larger than this machine can hold; take a smaller model, batch or data set.",
            OutOfMemoryException => "there is not enough memory; take a smaller model, batch or data set.",
            _ => OneLine($"unexpected {e.GetType().Name}: {e.Message} (NABLA_DEBUG=1 shows where.)"),
        });
        if (Environment.GetEnvironmentVariable("NABLA_DEBUG") == "1") Console.Error.WriteLine(e);
        return e is UsageException or ExpressionException ? ExitCode.Usage : ExitCode.Failure;
    }

    static void Say(string message) => Console.Error.WriteLine($"nabla: {message}");

    static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
