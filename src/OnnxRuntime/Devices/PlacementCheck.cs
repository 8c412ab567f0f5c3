using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>Looks at a session's first run: what did not run on the device that was asked for is named, and refused unless allowed.</summary>
sealed class PlacementCheck(OrtOptions options) : IDisposable
{
    readonly string _profile = $"nabla-{Guid.NewGuid():N}";
    bool _isPending = !options.Device.IsCpu;

    /// <summary>The nodes that ran elsewhere, after the first run.</summary>
    public IReadOnlyList<Placement> Strays { get; private set; } = [];

    /// <summary>Has the first run recorded.</summary>
    public void Prepare(SessionOptions session)
    {
        if (!_isPending) return;
        // The place first: switching on reads it.
        session.ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), _profile);
        session.EnableProfiling = true;
    }

    /// <summary>After a run.</summary>
    /// <exception cref="NablaException">A node ran elsewhere, and that is not allowed.</exception>
    public void Verify(InferenceSession session)
    {
        if (!_isPending) return;
        Strays = Placement.Strays(Read(session), options.Device);
        Dispose();
        _isPending = false;
        if (Strays.Count > 0 && !options.AllowFallback) throw Placement.Refuse(Strays, options.Device);
    }

    static IReadOnlyList<Placement> Read(InferenceSession session)
    {
        using var file = File.OpenRead(session.EndProfiling());
        return Placement.Read(file);
    }

    /// <summary>Removes what was recorded; a session that never ran leaves a file as well.</summary>
    public void Dispose()
    {
        if (!_isPending) return;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), $"{_profile}*")) File.Delete(file);
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            // The system clears its folder for temporary files.
        }
    }
}
