using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>A session, what watches where its nodes run, and whether its kernels are recorded.</summary>
/// <param name="Session">The session.</param>
/// <param name="Check">Looks at its first run.</param>
/// <param name="Captures">True if a run is recorded as a CUDA graph.</param>
/// <param name="Refusal">Why it is not, though that was asked for.</param>
sealed record DeviceSession(InferenceSession Session, PlacementCheck Check, bool Captures, NablaException? Refusal = null) : IDisposable
{
    /// <summary>Opens a session; one that refuses to be recorded is opened again without: a graph with nodes on the CPU is such, and they are to be named.</summary>
    /// <param name="options">The device and how it is used.</param>
    /// <param name="records">True to record it.</param>
    /// <param name="load">Opens a session, recorded or not.</param>
    public static DeviceSession Open(OrtOptions options, bool records, Func<bool, PlacementCheck, InferenceSession> load)
    {
        if (!records) return Load(false, null);
        try
        {
            return Load(true, null);
        }
        catch (NablaException refusal)
        {
            return Load(false, refusal);
        }

        DeviceSession Load(bool captures, NablaException? refusal)
        {
            var check = new PlacementCheck(options);
            try
            {
                return new(load(captures, check), check, captures, refusal);
            }
            catch
            {
                check.Dispose();
                throw;
            }
        }
    }

    /// <summary>After the first run.</summary>
    /// <exception cref="NablaException">A node ran elsewhere, and that is not allowed; or all ran there, and yet it cannot be recorded.</exception>
    public void Verify()
    {
        Check.Verify(Session);
        if (Refusal is not null && Check.Strays.Count == 0)
            throw new NablaException($"The device cannot record the step as a CUDA graph: {Refusal.Message} Let it run node by node: --device-option enable_cuda_graph=0.", Refusal);
    }

    public void Dispose()
    {
        Session.Dispose();
        Check.Dispose();
    }
}
