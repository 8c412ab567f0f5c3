using Nabla.Plugins;

namespace Nabla.Tests.Registration;

public class Lookup
{
    [Op("Thing", 3, 7, Domain = "lookup")]
    public sealed record OldThing : Op;

    [Op("Thing", 9, Domain = "lookup")]
    public sealed record NewThing : Op;

    [Op("Thing", 7, 12, Domain = "lookup")]
    public sealed record Overlap : Op;

    [Op("Relu", 1)]
    public sealed record OtherRelu : Op;

    static readonly Registry Things = new Registry().Add<NewThing>().Add<OldThing>();

    [Theory]
    [InlineData(3, typeof(OldThing)), InlineData(6, typeof(OldThing)), InlineData(8, typeof(OldThing)), InlineData(9, typeof(NewThing)), InlineData(int.MaxValue, typeof(NewThing))]
    public void The_largest_since_version_that_is_not_above_the_opset_is_meant(int opset, Type expected) =>
        Assert.IsType(expected, Things.Make("Thing", domain: "lookup", opset: opset));

    [Fact]
    public void An_older_opset_has_no_such_op_and_is_told_when_it_began()
    {
        Assert.False(Things.TryFind("lookup", "Thing", 2, out _));
        Assert.Equal("Op 'lookup.Thing' is registered from version 3 on; opset 2 is older.",
            Assert.Throws<NablaException>(() => Things.Make("Thing", domain: "lookup", opset: 2)).Message);
    }

    [Fact]
    public void The_domain_ai_onnx_is_the_empty_one()
    {
        var registry = new Registry().Add<Relu>();
        Assert.IsType<Relu>(registry.Make("Relu", domain: "ai.onnx", opset: 6));
        Assert.True(registry.Knows("", "Relu") && registry.Knows("ai.onnx", "Relu") && !registry.Knows("ai.onnx.ml", "Relu"));
        Assert.Equal("No plugin provides op 'Gelu'. Loaded: Relu.", Assert.Throws<NablaException>(() => registry.Make("Gelu", domain: "ai.onnx")).Message);
    }

    [Fact]
    public void An_unknown_op_lists_what_is_loaded_in_order_and_once()
    {
        Assert.Equal("No plugin provides op 'lookup.Other'. Loaded: Relu, lookup.Thing.",
            Assert.Throws<NablaException>(() => new Registry().Add<Relu>().Add<NewThing>().Add<OldThing>().Make("Other", domain: "lookup")).Message);
        Assert.Equal("No plugin provides op 'Relu'. No op is registered at all: load plugins with PluginFolder.Load, or register op classes with Registry.Add.",
            Assert.Throws<NablaException>(() => new Registry().Make("Relu")).Message);
    }

    [Fact]
    public void A_version_that_two_classes_claim_is_refused_and_neither_half_of_the_second_is_kept()
    {
        var registry = new Registry().Add<OldThing>();
        Assert.Equal($"lookup.Thing-7 is registered twice: by {typeof(OldThing).FullName} and by {typeof(Overlap).FullName}; remove one of them.",
            Assert.Throws<NablaException>(() => registry.Add<Overlap>()).Message);
        Assert.IsType<OldThing>(registry.Make("Thing", domain: "lookup", opset: 12));
        Assert.Single(registry.Ops);
        Assert.Throws<NablaException>(() => new Registry().Add<Relu>().Add<OtherRelu>());
    }

    [Fact]
    public void A_class_twice_is_a_duplicate() => Assert.Throws<NablaException>(() => new Registry().Add<Relu>().Add<Relu>());
}
