using System.Security;

namespace Nabla;

/// <summary>What a system throws when a file cannot be read or written: nothing of the program's own is wrong, and one sentence that names the file says it all.</summary>
public static class FileErrors
{
    /// <summary>True for such an exception.</summary>
    public static bool Are(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException or OverflowException;
}
