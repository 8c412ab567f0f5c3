using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>Looks at a session's first run: what did not run on the device that was asked for is named, and refused unless allowed.</summary>
sealed class PlacementCheck(OrtOptions options)
{
    bool _isPending = !options.Device.IsCpu;

    /// <summary>The nodes that ran elsewhere, after the first run.</summary>
    public IReadOnlyList<Placement> Strays { get; private set; } = [];

    /// <summary>Has the first run recorded.</summary>
    public void Prepare(SessionOptions session)
    {
        if (!_isPending) return;
        // The place first: switching on reads it.
        session.ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), $"nabla-{Guid.NewGuid():N}");
        session.EnableProfiling = true;
    }

    /// <summary>After a run.</summary>
    /// <exception cref="NablaException">A node ran elsewhere, and that is not allowed.</exception>
    public void Verify(InferenceSession session)
    {
        if (!_isPending) return;
        _isPending = false;
        Strays = Placement.Strays(Read(session), options.Device);
        if (Strays.Count > 0 && !options.AllowFallback) throw Placement.Refuse(Strays, options.Device);
    }

    static IReadOnlyList<Placement> Read(InferenceSession session)
    {
        var path = session.EndProfiling();
        try
        {
            using var file = File.OpenRead(path);
            return Placement.Read(file);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
