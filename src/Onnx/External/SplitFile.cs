using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>A model and the file of its large tensors, both written beside their targets and flushed to disk. The data take their place first, then the model, which alone says which
/// data are its own: where the data have a name that the model before does not use, whatever happens leaves the one pair or the other.</summary>
sealed class SplitFile : IDisposable
{
    readonly AtomicFile _model, _data;
    readonly string? _before;

    /// <summary>Writes both.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="location">The file in its folder that takes the tensors; null for one that the model before does not use.</param>
    /// <param name="maxBytes">The most bytes of tensors that may stay inside.</param>
    /// <exception cref="NablaException">A file cannot be written, or not there.</exception>
    public SplitFile(ModelProto model, string path, string? location, long maxBytes)
    {
        _model = new(path);
        try
        {
            var chosen = location ?? Free(_model.Target, out _before);
            _data = new(Target(_model.Target, chosen, path));
            try
            {
                _data.Write(stream => model = ExternalDataWriter.Move(model, chosen, stream));
                if (ExternalDataWriter.BytesInside(model) is var left && left > maxBytes)
                    throw new NablaException($"'{path}' cannot be written: {left >> 20} MiB of its tensors are attributes of nodes, which must lie inside; 2048 MiB is the most.");
                _model.Write(stream => model.WriteTo(stream));
            }
            catch
            {
                _data.Dispose();
                throw;
            }
        }
        catch
        {
            _model.Dispose();
            throw;
        }
    }

    public void CommitData() => _data.Commit();

    public void CommitModel()
    {
        _model.Commit();
        if (_before is null) return;
        try
        {
            File.Delete(_before);
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            // Nobody reads it any more; the next writing takes its name.
        }
    }

    public void Dispose()
    {
        _data.Dispose();
        _model.Dispose();
    }

    // One of two names in turn.
    static string Free(string target, out string? before)
    {
        var (folder, name) = (Path.GetDirectoryName(target)!, Path.GetFileName(target));
        var used = Locations(target);
        string[] names = [$"{name}.data", $"{name}.data2"];
        before = used.Contains(names[0]) ? Path.Combine(folder, names[0]) : used.Contains(names[1]) ? Path.Combine(folder, names[1]) : null;
        return used.Contains(names[0]) ? names[1] : names[0];
    }

    // What the model that is there reads; nothing if it is none.
    static HashSet<string> Locations(string target)
    {
        try
        {
            if (!File.Exists(target)) return [];
            using var file = File.OpenRead(target);
            return [.. StoredTensors.All(ModelProto.Parser.ParseFrom(file)).SelectMany(t => t.ExternalData).Where(e => e.Key == "location").Select(e => e.Value)];
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            throw new NablaException($"'{target}' cannot be replaced: {e.Message}", e);
        }
    }

    static string Target(string target, string location, string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(target)!;
            var full = ExternalPath.Resolve(folder, location, $"'{path}'");
            if (full == target) throw new NablaException($"'{path}' cannot store its data in itself; name another file.");
            // A link would let what is written here reach another file.
            return File.Exists(full) || Directory.Exists(full) ? ExternalPath.ResolveExisting(folder, location, $"'{path}'") : full;
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            throw new NablaException($"'{path}' cannot be written: {e.Message}", e);
        }
    }
}
