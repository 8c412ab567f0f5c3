namespace Nabla.Cli;

/// <summary>A file that will be written at the end; that it can be is checked at the start, so that no work is lost.</summary>
sealed class OutputFile
{
    readonly string _path;

    OutputFile(string path) => _path = path;

    /// <param name="path">The file.</param>
    /// <param name="others">Files that the same command reads or writes; null where there is none.</param>
    /// <exception cref="UsageException">It is one of the others, or no name of a file.</exception>
    /// <exception cref="NablaException">Nothing can be written there.</exception>
    public static OutputFile At(string path, params ReadOnlySpan<string?> others)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException("The name of an output file is empty; give one.");
        var full = Resolved(path);
        foreach (var other in others)
            if (!string.IsNullOrWhiteSpace(other) && Resolved(other) == full)
                throw new UsageException($"'{path}' would be written over '{other}', which the same command uses; name another file.");
        if (full.StartsWith("/dev/", StringComparison.Ordinal)) throw new UsageException($"'{path}' is a device; name a file.");
        if (File.Exists(full) && File.GetAttributes(full).HasFlag(FileAttributes.ReadOnly))
            throw new NablaException($"'{path}' is write-protected; remove the protection or name another file.");
        var folder = Path.GetDirectoryName(full);
        if (Directory.Exists(full) || folder is null) throw new NablaException($"'{path}' is a folder; name a file in it.");
        if (!Directory.Exists(folder)) throw new NablaException($"'{path}' cannot be written: there is no folder '{folder}'; create it first.");
        Probe(path, full);
        return new(path);
    }

    /// <summary>The folder that a file really lies in.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(Resolved(path)) ?? path;

    // Through links, as the file that is really meant.
    static string Resolved(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full;
        }
    }

    /// <summary>Writes the whole file, or leaves what was there.</summary>
    /// <exception cref="NablaException">It cannot be written.</exception>
    public void Write(Action<Stream> write) => AtomicFile.Write(_path, write);

    static void Probe(string path, string full)
    {
        try
        {
            File.Create($"{full}.{Guid.NewGuid():N}.tmp", 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            throw new NablaException($"'{path}' cannot be written: {e.Message}", e);
        }
    }
}
