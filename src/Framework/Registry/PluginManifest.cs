using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Nabla;

/// <summary>What an assembly says of itself, read from its metadata: nothing of it is loaded.</summary>
/// <param name="TargetFramework">Such as <c>.NETCoreApp,Version=v10.0</c>; null if it says none.</param>
/// <param name="Contract">The version of Nabla.Ops that a plugin was built with; null if it does not say.</param>
/// <param name="References">The assemblies that it refers to.</param>
sealed record PluginManifest(string? TargetFramework, string? Contract, IReadOnlyList<AssemblyName> References)
{
    /// <summary>The name of the metadata that Nabla.Ops gives plugins when they are built.</summary>
    const string ContractKey = "Nabla.Contract";

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadImageFormatException">It is no .NET assembly.</exception>
    public static PluginManifest Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata) throw new BadImageFormatException();
        var metadata = file.GetMetadataReader();
        string? framework = null, contract = null;
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            var name = NameOf(metadata, attribute);
            if (name == nameof(System.Runtime.Versioning.TargetFrameworkAttribute)) framework = Strings(metadata, attribute, 1)[0];
            else if (name == nameof(AssemblyMetadataAttribute) && Strings(metadata, attribute, 2) is [ContractKey, var version]) contract = version;
        }
        return new(framework, contract, [.. metadata.AssemblyReferences.Select(h => metadata.GetAssemblyReference(h).GetAssemblyName())]);
    }

    // Attributes of the framework are always references to a constructor elsewhere.
    static string? NameOf(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name) : null;

    static string?[] Strings(MetadataReader metadata, CustomAttribute attribute, int count)
    {
        var blob = metadata.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        var values = new string?[count];
        foreach (ref var value in values.AsSpan()) value = blob.ReadSerializedString();
        return values;
    }
}
