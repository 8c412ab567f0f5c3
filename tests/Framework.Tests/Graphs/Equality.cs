using Nabla.Plugins;

namespace Nabla.Tests.Graphs;

public class Equality
{
    static readonly float OtherNaN = BitConverter.Int32BitsToSingle(0x7fc00001);

    [Fact]
    public void Attribute_lists_are_equal_by_content()
    {
        AttributeList<long> a = [1, 2], b = [1, 2], c = [2, 1];
        Assert.True(a == b && a.GetHashCode() == b.GetHashCode() && a != c && a != []);
        Assert.True(default(AttributeList<long>) == [] && default(AttributeList<long>).GetHashCode() == ((AttributeList<long>)[]).GetHashCode());
        Assert.Equal("[1,2]", a.ToString());
    }

    [Fact]
    public void A_list_keeps_what_it_was_made_from()
    {
        long[] items = [1, 2];
        var list = AttributeList.Create<long>(items);
        items[0] = 7;
        Assert.Equal([1, 2], list);
    }

    [Fact]
    public void Tensors_are_equal_by_type_sizes_and_bytes()
    {
        var a = Tensor.Of([1f, 2], 2, 1);
        Assert.Equal(a, Tensor.Of([1f, 2], 2, 1));
        Assert.Equal(a.GetHashCode(), Tensor.Of([1f, 2], 2, 1).GetHashCode());
        Assert.NotEqual(a, Tensor.Of([1f, 2], 1, 2));
        Assert.NotEqual(a, Tensor.Of([1f, 3], 2, 1));
        Assert.NotEqual(Tensor.Scalar(0), Tensor.Scalar(0f));
        Assert.NotEqual(Tensor.Scalar(0f), Tensor.Scalar(-0f));
        Assert.Equal(Tensor.Scalar(float.NaN), Tensor.Scalar(float.NaN));
        Assert.Equal(Tensor.OfStrings(["a", "b"], 2), Tensor.OfStrings(["a", "b"], 2));
        Assert.NotEqual(Tensor.OfStrings(["a", "b"], 2), Tensor.OfStrings(["a", "c"], 2));
    }

    [Fact]
    public void Ops_are_equal_if_their_attributes_are()
    {
        Assert.Equal(new Transpose([1, 0]), new Transpose([1, 0]));
        Assert.Equal(new Transpose([1, 0]).GetHashCode(), new Transpose([1, 0]).GetHashCode());
        Assert.NotEqual(new Transpose([1, 0]), new Transpose([0, 1]));
        Assert.NotEqual<Op>(new Exp(), new Log());
        Assert.Equal(new Constant(Tensor.Vector(1f, 2)), new Constant(Tensor.Vector(1f, 2)));
    }

    [Fact]
    public void Floats_in_ops_are_equal_by_their_bits()
    {
        Assert.NotEqual(new LeakyRelu(0f), new LeakyRelu(-0f));
        Assert.NotEqual<Op>(new LeakyRelu(0f), new LeakyRelu(-0f));
        Assert.Equal(new LeakyRelu(float.NaN), new LeakyRelu(float.NaN));
        Assert.NotEqual(new LeakyRelu(float.NaN), new LeakyRelu(OtherNaN));
        Assert.NotEqual(new FloatsOp([0f]), new FloatsOp([-0f]));
        Assert.Equal(new FloatsOp([float.NaN]), new FloatsOp([float.NaN]));
        Assert.NotEqual(new FloatsOp([float.NaN]), new FloatsOp([OtherNaN]));
        Assert.NotEqual(new MaybeFloat(0f), new MaybeFloat(-0f));
        Assert.NotEqual(new MaybeFloat(0f), new MaybeFloat());
    }
}
