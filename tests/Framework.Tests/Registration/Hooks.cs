namespace Nabla.Tests.Registration;

/// <summary>What a plugin runs when it is loaded may throw: it is left out with all that it brought, and the others are there.</summary>
public class Hooks
{
    const string Rule = """
        public sealed class Rule : Rewrite
        {
            public override string Name => "half done";
            public override Pattern Pattern => Pattern.Of("Relu", Pattern.Any("x"));
            public override Value Replace(RewriteMatch match, IReadOnlyDictionary<string, Value> x) => x["x"];
        }
        """;

    static (Registry Registry, string? Failure) Loaded(string hook)
    {
        using var folder = new TemporaryFolder();
        foreach (var good in (string[])["Before", "Zuletzt"]) Sources.Compile(folder.PathOf(good), Sources.Op(good));
        Sources.Compile(folder.PathOf("Odd"), Sources.Op("Odd") + Rule + hook);
        var registry = PluginFolder.Load(BuiltIn.NewRegistry(), folder.Path);
        Assert.True(registry.Knows("test", "Before"));
        Assert.True(registry.Knows("test", "Zuletzt"));
        Assert.All(registry.Plugins.Where(p => p.Name != "Odd"), p => Assert.Null(p.Failure));
        return (registry, Assert.Single(registry.Plugins, p => p.Name == "Odd").Failure);
    }

    static void IsLeftOut(string hook, string sentence)
    {
        var (registry, failure) = Loaded(hook);
        Assert.Equal(sentence, failure);
        Assert.False(registry.Knows("test", "Odd"));
        Assert.Empty(registry.Rewrites);
        Assert.Contains($"Plugin 'Odd' could not be loaded: {sentence}", Assert.Throws<NablaException>(() => registry.Make("Odd", domain: "test")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_works_brings_its_rule()
    {
        var (registry, failure) = Loaded("public sealed class Hook : IOpPlugin { public void Register(Registry registry) => registry.Add(new Rule()); }");
        Assert.Null(failure);
        Assert.Equal("half done", Assert.Single(registry.Rewrites).Name);
    }

    [Fact]
    public void One_that_throws_is_named_and_what_it_added_before_is_taken_back() => IsLeftOut("""
        public sealed class Hook : IOpPlugin
        {
            public void Register(Registry registry)
            {
                registry.Add(new Rule());
                throw new InvalidOperationException("the table is not there");
            }
        }
        """, "its class Hook threw InvalidOperationException: the table is not there");

    [Fact]
    public void One_whose_constructor_throws_is_named() => IsLeftOut("""
        public sealed class Hook : IOpPlugin
        {
            public Hook() => throw new NotSupportedException("no licence");
            public void Register(Registry registry) { }
        }
        """, "its class Hook threw NotSupportedException: no licence");

    [Fact]
    public void One_whose_static_fields_throw_is_named_with_the_cause()
    {
        var (registry, failure) = Loaded("""
            public sealed class Hook : IOpPlugin
            {
                static readonly int Width = int.Parse("wide");
                public void Register(Registry registry) => registry.Add(Width > 3 ? new Rule() : new Rule());
            }
            """);
        Assert.Equal("its class Hook threw FormatException: The input string 'wide' was not in a correct format.", failure);
        Assert.Empty(registry.Rewrites);
    }
}
