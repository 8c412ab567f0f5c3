using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Nabla.Tests.Registration;

/// <summary>A folder of plugins for one test.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nabla-");

    public string Path => _folder.FullName;

    /// <summary>Where FOLDER/NAME/NAME.dll lies.</summary>
    public string PathOf(string plugin) => System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(Path, plugin)).FullName, plugin + ".dll");

    /// <summary>Copies real plugins, which lie beside the tests.</summary>
    public TemporaryFolder With(params ReadOnlySpan<string> plugins)
    {
        foreach (var plugin in plugins) File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, plugin + ".dll"), PathOf(plugin));
        return this;
    }

    /// <summary>Writes an empty assembly that references another.</summary>
    public TemporaryFolder WithEmpty(string plugin, string? reference = null, Version? version = null)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString(plugin + ".dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(plugin), new(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        if (reference is not null) metadata.AddAssemblyReference(metadata.GetOrAddString(reference), version ?? new(0, 0, 0, 0), default, default, 0, default);
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        File.WriteAllBytes(PathOf(plugin), image.ToArray());
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
