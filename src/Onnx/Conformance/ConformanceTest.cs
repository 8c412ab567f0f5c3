namespace Nabla.Onnx;

/// <summary>A test of ONNX's backend suite: a folder with <c>model.onnx</c> and <c>test_data_set_*</c> of <c>input_*.pb</c> and <c>output_*.pb</c>.</summary>
/// <param name="Name">The folder relative to that of the suite, such as <c>node/test_relu</c>.</param>
/// <param name="Folder">The folder.</param>
public sealed record ConformanceTest(string Name, string Folder)
{
    /// <summary>The file of the model in a test's folder.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>The model.</summary>
    public string Model => Path.Combine(Folder, ModelFile);

    /// <summary>The folders of inputs and expected outputs.</summary>
    public IReadOnlyList<string> DataSets => [.. Directory.EnumerateDirectories(Folder, "test_data_set_*").Order(StringComparer.Ordinal)];

    /// <summary>All tests in a folder and below it, by name.</summary>
    /// <exception cref="NablaException">The folder cannot be read, or holds no test.</exception>
    public static IReadOnlyList<ConformanceTest> Find(string folder)
    {
        if (!Directory.Exists(folder)) throw new NablaException($"There is no folder '{folder}'; Debian's package libonnx-testdata has the tests.");
        try
        {
            ConformanceTest[] tests = [.. Directory.EnumerateFiles(folder, ModelFile, SearchOption.AllDirectories).Select(f => Path.GetDirectoryName(f)!)
                .Select(f => new ConformanceTest(NameOf(folder, f), f)).OrderBy(t => t.Name, StringComparer.Ordinal)];
            return tests.Length > 0 ? tests : throw new NablaException($"'{folder}' holds no test: no folder below it has a {ModelFile}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NablaException($"'{folder}' cannot be read: {e.Message}", e);
        }
    }

    static string NameOf(string suite, string folder) =>
        Path.GetRelativePath(suite, folder) is var path && path == "." ? Path.GetFileName(Path.GetFullPath(folder)) : path.Replace(Path.DirectorySeparatorChar, '/');
}
