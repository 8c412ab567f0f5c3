namespace Nabla.Onnx;

/// <summary>Where the data of a model may lie outside of its file: in the model's folder or below, and nowhere that a link could lead out of it.</summary>
static class ExternalPath
{
    // What some system, font or decoder takes for a dot or a slash.
    const string Lookalikes = "\u2024\u2025\u2026\uFE52\uFF0E\u2044\u2215\uFF0F\u29F8\u2216\uFE68\uFF3C\u29F5";
    const int MaxDecodings = 4;

    /// <summary>What is wrong with a location as it is spelt, or null.</summary>
    public static string? Fault(string location)
    {
        if (location.Length == 0) return "it is empty";
        var text = location;
        // A percent sign is an ordinary character here, but what reads the path next may decode it, and that again.
        for (int i = 0; i <= MaxDecodings; i++)
        {
            if (text.Any(char.IsControl)) return "it holds a control character";
            if (text.AsSpan().IndexOfAny(Lookalikes) >= 0) return "it holds a character that looks like a dot or a slash";
            if (Path.IsPathRooted(text) || text.StartsWith('/')) return "it is an absolute path";
            if (text.Contains('\\')) return "it holds a backslash";
            if (text.Contains(':')) return "it holds a colon, as drives and streams do";
            // Windows drops dots and spaces at the end: "..." and ".. " may be "..".
            if (text.Split('/').Any(part => part.Length > 1 && part.Trim(' ', '.').Length == 0)) return "it holds '..'";
            if (Uri.UnescapeDataString(text) is var decoded && decoded == text) return null;
            text = decoded;
        }
        return "it is percent-encoded again and again";
    }

    /// <summary>The full path of a location.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="location">As the file says.</param>
    /// <param name="what">As errors call the tensor, or the model.</param>
    /// <exception cref="NablaException">The location is or may lead outside of the folder.</exception>
    public static string Resolve(string folder, string location, string what)
    {
        if (Fault(location) is { } fault) throw Error(what, location, fault);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var prefix = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, location));
        if (!full.StartsWith(prefix, StringComparison.Ordinal)) throw Error(what, location, "it is outside of that");
        RequireNoLink(prefix, full, location, what);
        return full;
    }

    /// <summary>As <see cref="Resolve"/>, for a file that is there: one file of its own, no device, no second name.</summary>
    public static string ResolveExisting(string folder, string location, string what)
    {
        var full = Resolve(folder, location, what);
        if (Directory.Exists(full)) throw Error(what, location, "it is a folder");
        if (!File.Exists(full)) throw new NablaException($"{what} stores its data in '{location}', which is not there; put it beside the model.");
        RequireOwn(FileFacts.Of(full), location, what);
        return full;
    }

    /// <summary>Opens what <see cref="ResolveExisting"/> found, and looks at it again: it may have been replaced.</summary>
    public static FileStream Open(string folder, string location, string what)
    {
        var full = ResolveExisting(folder, location, what);
        var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            RequireOwn(FileFacts.Of(file.SafeFileHandle), location, what);
            _ = Resolve(folder, location, what);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    static void RequireNoLink(string prefix, string full, string location, string what)
    {
        for (int end = prefix.Length; end >= 0;)
        {
            end = full.IndexOf(Path.DirectorySeparatorChar, end + 1);
            var part = new FileInfo(end < 0 ? full : full[..end]);
            if (part.LinkTarget is not null || (part.Exists || Directory.Exists(part.FullName)) && part.Attributes.HasFlag(FileAttributes.ReparsePoint))
                throw Error(what, location, $"'{part.Name}' is a symbolic link");
        }
    }

    static void RequireOwn(FileFacts facts, string location, string what)
    {
        if (!facts.IsRegular) throw Error(what, location, "it is no ordinary file");
        if (facts.Links != 1) throw Error(what, location, "it is a hard link: the same file has a second name");
    }

    static NablaException Error(string what, string location, string rule) =>
        new($"{what} stores its data in '{location}'; it must be a file of its own in the model's folder, and {rule}.");
}
