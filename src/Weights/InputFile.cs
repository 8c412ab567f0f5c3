namespace Nabla.Weights;

/// <summary>Opens files, and turns whatever the system says against it into one sentence that names the file.</summary>
static class InputFile
{
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return read(file);
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            throw new NablaException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
