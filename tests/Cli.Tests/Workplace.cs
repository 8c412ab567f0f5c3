namespace Nabla.Tests;

/// <summary>An empty folder for one test.</summary>
public sealed class Workplace : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nabla-cli-");

    public string Folder => _folder.FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public ToolResult Run(params string[] args) => Tool.Run(Folder, args);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return name;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
