namespace Nabla.Tests.Registration;

/// <summary>What does not fit is said before it is loaded, and the others are there.</summary>
public class Fitness
{
    const string Good = "Good";

    static string? Failure(string attributes, Action<string>? prepare = null, string? source = null)
    {
        using var folder = new TemporaryFolder();
        Sources.Compile(folder.PathOf(Good), Sources.Op("Good"));
        Sources.Compile(folder.PathOf("Odd"), attributes + (source ?? Sources.Op("Odd")));
        prepare?.Invoke(Path.GetDirectoryName(folder.PathOf("Odd"))!);
        var registry = PluginFolder.Load(BuiltIn.NewRegistry(), folder.Path);
        Assert.True(registry.Knows("test", Good));
        return Assert.Single(registry.Plugins, p => p.Name == "Odd").Failure;
    }

    static string Framework(string moniker) => $"[assembly: System.Runtime.Versioning.TargetFramework(\"{moniker}\")]";

    static string Contract(string version) => $"[assembly: System.Reflection.AssemblyMetadata(\"Nabla.Contract\", \"{version}\")]";

    [Theory]
    [InlineData(".NETCoreApp,Version=v10.0", null), InlineData(".NETCoreApp,Version=v8.0", null), InlineData(".NETStandard,Version=v2.0", null)]
    [InlineData(".NETCoreApp,Version=v99.0", "it is built for .NET 99.0 and this runs on .NET 10.0: build it for net10.0.")]
    [InlineData(".NETFramework,Version=v4.8", "it is built for .NET Framework 4.8, which this is not: build it for net10.0.")]
    public void The_target_framework_must_be_one_that_runs_here(string moniker, string? failure) => Assert.Equal(failure, Failure(Framework(moniker)));

    [Theory]
    [InlineData("0.1.0", null), InlineData("0.0.1", null), InlineData("0.1.0-beta.2", null)]
    [InlineData("7.3.0", "it is built for Nabla 7.3.0 and this is 0.1.0: update this application, or build it again with this version.")]
    [InlineData("0.9.0", "it is built for Nabla 0.9.0 and this is 0.1.0: update this application, or build it again with this version.")]
    public void What_was_built_with_a_newer_contract_is_left_out(string version, string? failure) => Assert.Equal(failure, Failure(Contract(version)));

    // No host has a lower number than the first yet, so the versions are made up.
    [Theory]
    [InlineData("1.0", "2.0", "it is built for Nabla.Framework 1.x and this is 2.x; build it again with this version.")]
    [InlineData("3.0", "2.0", "it is built for Nabla.Framework 3.x and this is 2.x: update this application, or build it again with this version.")]
    [InlineData("2.0", "2.7", null)]
    public void What_refers_to_another_major_version_of_a_contract_is_left_out(string built, string host, string? failure) =>
        Assert.Equal(failure, PluginFitness.Misfit("Nabla.Framework", Version.Parse(built), Version.Parse(host)));

    [Theory]
    [InlineData("2.3.0", "2.2.9", "it is built for Nabla 2.3.0 and this is 2.2.9: update this application, or build it again with this version.")]
    [InlineData("2.2.0", "2.3.0", null), InlineData("2.3.0-rc.1+abc", "2.3.0", null), InlineData(null, "2.3.0", null)]
    public void What_notes_a_newer_version_of_itself_is_left_out(string? built, string host, string? failure) => Assert.Equal(failure, PluginFitness.TooNew(built, Version.Parse(host)));

    [Fact]
    public void A_copy_of_a_contract_is_refused() =>
        Assert.Equal("a copy of Nabla.Framework.dll lies beside it, and types of a copy are not those of this application: delete it, and reference it with ExcludeAssets=\"runtime\" "
            + "(a project: Private=\"false\" too).", Failure("", folder => File.Copy(typeof(Op).Assembly.Location, Path.Combine(folder, "Nabla.Framework.dll"))));

    [Fact]
    public void A_dependency_that_is_nowhere_is_named()
    {
        using var aside = new TemporaryFolder();
        var library = aside.PathOf("Tables");
        Sources.Compile(library, "[assembly: System.Reflection.AssemblyVersion(\"3.1.0.0\")] public static class Tables { public static float Two => 2; }");
        const string Source = """
            [Op("Odd", 1, Domain = "test")]
            public sealed record Odd() : Op { public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add("Mul", x[0], graph.Constant(Tensor.Scalar(Tables.Two)))]; }
            """;
        using var folder = new TemporaryFolder();
        Sources.Compile(folder.PathOf("Odd"), Source, library);
        var registry = PluginFolder.Load(BuiltIn.NewRegistry(), folder.Path);
        Assert.Equal("it needs Tables 3.1.0.0, which is neither beside it nor in .NET: copy it there, or build the plugin with EnableDynamicLoading, which does.", registry.Plugins[^1].Failure);
        File.Copy(library, Path.Combine(Path.GetDirectoryName(folder.PathOf("Odd"))!, "Tables.dll"));
        Assert.Null(PluginFolder.Load(BuiltIn.NewRegistry(), folder.Path).Plugins[^1].Failure);
    }

    [Fact]
    public void An_op_that_is_not_well_formed_is_named() =>
        Assert.Equal("Odd must have exactly one public constructor, whose parameters are its attributes; it has 2.",
            Failure("", source: Sources.Op("Odd", more: "public Odd(long size) : this() { }")));
}
