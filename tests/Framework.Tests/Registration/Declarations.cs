namespace Nabla.Tests.Registration;

/// <summary>What an op class may not be.</summary>
public class Declarations
{
    public sealed record Unnamed : Op;

    [Op("NoVersion")]
    public sealed record NoVersion : Op;

    [Op("TwoWays", 1)]
    public sealed record TwoWays : Op
    {
        public TwoWays() { }

        public TwoWays(long axis) => Axis = axis;

        public long Axis { get; }
    }

    [Op("Hidden", 1)]
    public sealed record Hidden : Op
    {
        public Hidden(long axis) => Kept = axis;

        public long Kept { get; }
    }

    [Op("NoArrow", 1, Signature = "X, Y")]
    public sealed record NoArrow : Op;

    [Theory]
    [InlineData(typeof(Unnamed), "has no [Op] attribute: write [Op(\"Name\", since…)] above the record.")]
    [InlineData(typeof(NoVersion), "[Op(\"NoVersion\")] must list at least one since-version.")]
    [InlineData(typeof(TwoWays), "must have exactly one public constructor, whose parameters are its attributes; it has 2.")]
    [InlineData(typeof(Hidden), "constructor parameter 'axis' has no property of the same name.")]
    [InlineData(typeof(NoArrow), "the signature 'X, Y' is not of the form 'inputs -> outputs'.")]
    public void Is_refused_with_the_reason(Type type, string reason)
    {
        var error = Assert.Throws<NablaException>(() => new Registry().Add(type));
        Assert.StartsWith(type.FullName!, error.Message);
        Assert.EndsWith(reason, error.Message);
    }

    [Theory]
    [InlineData("A, B -> Y", 2, 2, 1, 1), InlineData("A, B, C? -> Y, Z?", 2, 3, 1, 2), InlineData("A?, B -> Y", 2, 2, 1, 1)]
    [InlineData("x+ -> y", 1, int.MaxValue, 1, 1), InlineData("x* -> y+", 0, int.MaxValue, 1, int.MaxValue), InlineData("-> Y", 0, 0, 1, 1)]
    public void A_signature_says_how_many(string text, int minInputs, int maxInputs, int minOutputs, int maxOutputs)
    {
        var s = Signature.Parse(text);
        Assert.Equal((minInputs, maxInputs, minOutputs, maxOutputs), (s.MinInputs, s.MaxInputs, s.MinOutputs, s.MaxOutputs));
    }
}
