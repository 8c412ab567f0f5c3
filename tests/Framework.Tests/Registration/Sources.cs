using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nabla.Tests.Registration;

/// <summary>Plugins that are compiled by the test that needs them.</summary>
static class Sources
{
    static readonly MetadataReference[] Platform = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f))];

    /// <summary>Compiles an assembly.</summary>
    /// <param name="path">Where it goes; its name is the assembly's.</param>
    /// <param name="source">C#.</param>
    /// <param name="others">Assemblies that it refers to, beside .NET and Nabla.</param>
    public static void Compile(string path, string source, params string[] others)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        const string Usings = "global using System; global using System.Collections.Generic; global using Nabla; global using Nabla.Ops;";
        var trees = ((string[])[Usings, source]).Select(t => CSharpSyntaxTree.ParseText(t, new(LanguageVersion.Preview)));
        var result = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(path), trees, [.. Platform, .. others.Select(f => MetadataReference.CreateFromFile(f))], options).Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }

    /// <summary>An op that is made of another, under a name of its own.</summary>
    public static string Op(string name, string body = "x[0]!.Relu()", string more = "") => $$"""
        [Op("{{name}}", 1, Domain = "test")]
        public sealed record {{name}}() : Op
        {
            public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [{{body}}];
            {{more}}
        }
        """;
}
