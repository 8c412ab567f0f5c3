using Nabla.Ops;

namespace Nabla.Tests.Graphs;

public class Printing
{
    [Fact]
    public void A_program_reads_like_its_maths()
    {
        var program = new Program(BuiltIn.Ops);
        var forward = program.AddGraph("forward");
        var x = forward.Input("x", ElementType.Float32, ["N", 3]);
        var w = forward.Parameter(new("w", Tensor.Filled(ElementType.Float32, 1, 3, 2)));
        var y = forward.Output((x.MatMul(w).AddWith("LeakyRelu", [("alpha", 0.25f)]) * 2).Mean(), "y");
        var slope = Adjoint.Of(y, w)[w];
        var update = program.AddGraph("update");
        program.Bind(w, update.Output(update.Capture(w) - 0.5 * update.Capture(slope), "w_next"));
        Assert.Equal("""
            graph forward(x: f32[N,3]) {
              param w: f32[3,2]
              matMul: f32[N,2] = MatMul(x, w)
              leakyRelu: f32[N,2] = LeakyRelu<alpha=0.25>(matMul)
              mul: f32[N,2] = Mul(leakyRelu, {2})
              y: f32[] = ReduceMean<keepdims=0>(mul)
              size: i64[] = Size(mul)
              shape: i64[2] = Shape(mul)
              return y
            }
            graph adjoint() {
              capture size_2: i64[] = forward.size
              capture shape_2: i64[2] = forward.shape
              capture matMul_2: f32[N,2] = forward.matMul
              capture x_2: f32[N,3] = forward.x
              cast: f32[] = Cast<to=Float32>(size_2)
              div: f32[] = Div({1}, cast)
              unsqueeze: f32[1,1] = Unsqueeze(div, i64[2]{0, 1})
              expand: f32[N,2] = Expand(unsqueeze, shape_2)
              mul_2: f32[N,2] = Mul(expand, {2})
              greater: bool[N,2] = Greater(matMul_2, {0})
              mul_3: f32[N,2] = Mul(mul_2, {0.25})
              where: f32[N,2] = Where(greater, mul_2, mul_3)
              transpose: f32[3,N] = Transpose(x_2)
              d_w: f32[3,2] = MatMul(transpose, where)
              return d_w
            }
            graph update() {
              capture w_2: f32[3,2] = forward.w
              capture d_w_2: f32[3,2] = adjoint.d_w
              mul_4: f32[3,2] = Mul({0.5}, d_w_2)
              w_next: f32[3,2] = Sub(w_2, mul_4)
              return w_next
            }
            update w <- w_next

            """, program.ToString());
    }

    [Fact]
    public void Small_constants_stand_in_place_large_ones_by_a_checksum_that_follows_their_content()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [9]);
        string Line(Tensor t) => (x + g.Constant(t)).Producer!.ToString();
        Assert.Equal("add: f32[9] = Add(x, f32[1]{1.5})", Line(Tensor.Vector(1.5f)));
        Assert.Equal("add_2: f32[9] = Add(x, const f32[9] #3a7a2e43)".Split('#')[0], Line(Tensor.Filled(ElementType.Float32, 1, 9)).Split('#')[0]);
        Assert.Equal(Line(Tensor.Filled(ElementType.Float32, 1, 9)).Split('#')[1], Line(Tensor.Filled(ElementType.Float32, 1, 9)).Split('#')[1]);
        Assert.NotEqual(Line(Tensor.Filled(ElementType.Float32, 1, 9)).Split('#')[1], Line(Tensor.Filled(ElementType.Float32, 2, 9)).Split('#')[1]);
    }
}
