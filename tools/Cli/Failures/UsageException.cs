namespace Nabla.Cli;

/// <summary>The command line asks for something that cannot be.</summary>
sealed class UsageException(string message) : NablaException(message);
