using System.Text.Json;

namespace Nabla.Tests;

/// <summary>What docs/performance.md decides about the runtime is what the tool ships with.</summary>
public sealed class RuntimeConfigTests
{
    static readonly JsonElement Settings =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Tool.Folder, "nabla.runtimeconfig.json"))).RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

    [Theory, InlineData("System.Runtime.TieredPGO"), InlineData("System.GC.Concurrent")]
    public void Is_switched_off(string name) => Assert.Equal(JsonValueKind.False, Settings.GetProperty(name).ValueKind);

    [Fact]
    public void What_a_start_calls_is_not_compiled_again() => Assert.Equal(1000, Settings.GetProperty("System.Runtime.TieredCompilation.CallCountThreshold").GetInt32());

    // Tiering itself stays: without it a start takes a third longer.
    [Theory, InlineData("System.Runtime.TieredCompilation"), InlineData("System.Runtime.TieredCompilation.QuickJit"), InlineData("System.Runtime.TieredCompilation.QuickJitForLoops")]
    public void Is_left_as_the_runtime_has_it(string name) => Assert.False(Settings.TryGetProperty(name, out _));
}
