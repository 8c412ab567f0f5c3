namespace Nabla.Cli;

/// <summary>A file that will be written at the end; that it can be is checked at the start, so that no work is lost.</summary>
sealed class OutputFile
{
    readonly string _path;

    OutputFile(string path) => _path = path;

    /// <exception cref="NablaException">Nothing can be written there.</exception>
    public static OutputFile At(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full);
        if (Directory.Exists(full) || folder is null) throw new NablaException($"'{path}' is a folder; name a file in it.");
        if (!Directory.Exists(folder)) throw new NablaException($"'{path}' cannot be written: there is no folder '{folder}'; create it first.");
        Guard(path, () => File.Create(Beside(full), 1, FileOptions.DeleteOnClose).Dispose());
        return new(path);
    }

    /// <summary>Writes the whole file, or leaves what was there.</summary>
    public void Write(Action<Stream> write)
    {
        var full = Path.GetFullPath(_path);
        var beside = Beside(full);
        try
        {
            Guard(_path, () =>
            {
                using (var stream = File.Create(beside)) write(stream);
                File.Move(beside, full, overwrite: true);
            });
        }
        finally
        {
            File.Delete(beside);
        }
    }

    static string Beside(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NablaException($"'{path}' cannot be written: {e.Message}", e);
        }
    }
}
