namespace Nabla;

/// <summary>A file that is replaced as a whole or not at all: written beside its target, flushed to disk, then renamed, so that a failure at any moment
/// leaves what was there. Through a link, what it leads to is replaced, not the link.</summary>
public sealed class AtomicFile : IDisposable
{
    readonly string _path, _beside;
    readonly FileStream _stream;
    bool _isPending = true;

    /// <summary>Opens an empty file beside the target.</summary>
    /// <param name="path">The target.</param>
    /// <exception cref="NablaException">Nothing can be written there.</exception>
    public AtomicFile(string path)
    {
        _path = path;
        (Target, _beside, _stream) = Guard(path, () =>
        {
            bool isLink = new FileInfo(path).LinkTarget is not null;
            var target = isLink ? File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true)!.FullName : Path.GetFullPath(path);
            if (Directory.Exists(target)) throw new NablaException($"'{path}' is a folder; name a file in it.");
            var beside = $"{target}.{Guid.NewGuid():N}.tmp";
            return (target, beside, new FileStream(beside, FileMode.CreateNew));
        });
    }

    /// <summary>The full path of the file that is replaced.</summary>
    public string Target { get; }

    /// <summary>Writes a file as a whole.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content; it leaves the stream open.</param>
    /// <exception cref="NablaException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new AtomicFile(path);
        file.Write(write);
        file.Commit();
    }

    /// <summary>Writes the content, and flushes it to disk.</summary>
    /// <param name="write">Writes it; it leaves the stream open.</param>
    /// <exception cref="NablaException">It cannot be written.</exception>
    public void Write(Action<Stream> write) => Guard(_path, () =>
    {
        write(_stream);
        _stream.Flush(flushToDisk: true);
        return true;
    });

    /// <summary>Puts what was written in the target's place.</summary>
    /// <exception cref="NablaException">The target cannot be replaced.</exception>
    public void Commit() => Guard(_path, () =>
    {
        _stream.Dispose();
        File.Move(_beside, Target, overwrite: true);
        return _isPending = false;
    });

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        if (!_isPending) return;
        _isPending = false;
        try
        {
            _stream.Dispose();
            File.Delete(_beside);
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            // The error that led here says more than one about a left-over.
        }
    }

    static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            throw new NablaException($"'{path}' cannot be written: {e.Message}", e);
        }
    }
}
