namespace Nabla.Tests.Registration;

public class Attributes
{
    static readonly OpSchema Schema = OpSchema.Of(typeof(Attributed));

    static Op Make(params (string Name, object Value)[] given) => Schema.Create(given.ToDictionary(g => g.Name, g => g.Value));

    static string Refusal(params (string Name, object Value)[] given) => Assert.Throws<GraphException>(() => Make(given)).Message;

    [Fact]
    public void They_are_the_constructor_parameters_in_snake_case_or_by_the_name_given() =>
        Assert.Equal(["two_words", "camelCase", "text", "longs", "texts", "to", "held"], Schema.Attributes.Select(a => a.OnnxName));

    [Fact]
    public void Those_left_out_have_their_defaults() => Assert.Equal(new Attributed(7), Make(("two_words", 7L)));

    [Fact]
    public void All_are_bound_by_their_ONNX_names() => Assert.Equal(
        new Attributed(7, 2, "s", [1, 2], ["a"], ElementType.Int64, Tensor.Scalar(1f)),
        Make(("two_words", 7L), ("camelCase", 2f), ("text", "s"), ("longs", new long[] { 1, 2 }), ("texts", new[] { "a" }), ("to", 7L), ("held", Tensor.Scalar(1f))));

    [Fact]
    public void Numbers_are_taken_in_their_everyday_types() =>
        Assert.Equal(new Attributed(7, 2, To: ElementType.Bool), Make(("two_words", 7), ("camelCase", 2.0), ("to", ElementType.Bool)));

    [Fact]
    public void One_that_is_required_must_be_given() => Assert.Equal("test.Attributed-5 needs the attribute 'two_words'.", Refusal());

    [Fact]
    public void One_that_is_unknown_is_refused() => Assert.Equal(
        "test.Attributed-5 has no attribute 'twoWords'; it has two_words, camelCase, text, longs, texts, to, held.", Refusal(("two_words", 1L), ("twoWords", 1L)));

    [Fact]
    public void One_of_another_type_is_refused()
    {
        Assert.Equal("test.Attributed-5: attribute 'two_words' must be Int64, not Single.", Refusal(("two_words", 1f)));
        Assert.Equal("test.Attributed-5: attribute 'text' must be String, not Int64.", Refusal(("two_words", 1L), ("text", 1L)));
        Assert.Equal("test.Attributed-5: attribute 'held' must be Tensor, not String.", Refusal(("two_words", 1L), ("held", "t")));
    }

    [Fact]
    public void A_file_holds_those_that_differ_from_their_defaults()
    {
        static IEnumerable<string> Held(Attributed op) => op.Schema.NonDefault(op).Select(a => a.Attribute.OnnxName);
        Assert.Equal(["two_words"], Held(new(0)));
        Assert.Equal(["two_words", "longs", "to"], Held(new(0, Longs: [3], To: ElementType.Int64)));
        Assert.Equal(["two_words", "camelCase"], Held(new(0, -0.5f)));
    }
}
