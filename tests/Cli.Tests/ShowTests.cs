using System.Xml.Linq;

namespace Nabla.Tests;

public sealed class ShowTests : IDisposable
{
    readonly Workplace _place = new();

    public ShowTests() => _place.Run("train", "--layers", "64-3-10", "--epochs", "1").Succeeds();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_model_reads_as_what_it_computes() => Assert.Equal("""
        graph classifier(x: f32[N,64]) {
          param fc1.weight: f32[64,3]
          param fc1.bias: f32[3]
          param fc2.weight: f32[3,10]
          param fc2.bias: f32[10]
          gemm: f32[N,3] = Gemm(x, fc1.weight, fc1.bias)
          relu: f32[N,3] = Relu(gemm)
          logits: f32[N,10] = Gemm(relu, fc2.weight, fc2.bias)
          return logits
        }

        """, _place.Run("show", "model.onnx").Output, ignoreLineEndingDifferences: true);

    [Fact]
    public void An_adjoint_graph_has_the_names_of_the_file() => Assert.Equal("""
        graph adjoint(d_logits: f32[N,10]) {
          capture fc2.weight_2: f32[3,10] = classifier.fc2.weight
          capture relu_2: f32[N,3] = classifier.relu
          capture x_2: f32[N,64] = classifier.x
          gemm_2: f32[N,3] = Gemm<transB=1>(d_logits, fc2.weight_2)
          greater: bool[N,3] = Greater(relu_2, {0})
          where: f32[N,3] = Where(greater, gemm_2, {0})
          d_fc1.weight: f32[64,3] = Gemm<transA=1>(x_2, where)
          d_fc1.bias: f32[3] = ReduceSum<keepdims=0>(where, i64[1]{0})
          return d_fc1.weight, d_fc1.bias
        }

        """, _place.Run("show", "model.onnx", "--adjoint", "--of", "logits", "--wrt", "fc1.weight,fc1.bias").Output, ignoreLineEndingDifferences: true);

    [Fact]
    public void Without_names_all_parameters_are_meant()
    {
        var output = _place.Run("show", "model.onnx", "--adjoint").Output;
        foreach (var name in (string[])["d_fc1.weight", "d_fc1.bias", "d_fc2.weight", "d_fc2.bias"]) Assert.Contains(name, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_holds_every_node_and_what_the_backward_pass_keeps()
    {
        _place.Run("show", "model.onnx", "--adjoint", "--svg", "graph.svg").Succeeds();
        var svg = XDocument.Load(_place["graph.svg"]).Root!;
        var elements = svg.Descendants().ToList();
        string[] titles = [.. elements.Where(e => (string?)e.Attribute("class") == "title").Select(e => e.Value)];
        foreach (var title in (string[])["x", "fc1.weight", "Gemm", "Relu", "Gemm<transB=1>", "Gemm<transA=1>", "Where", "d_logits"]) Assert.Contains(title, titles);
        // fc2.weight, relu (twice: Greater and the weight's gradient), x.
        Assert.Equal(4, elements.Count(e => (string?)e.Attribute("class") == "kept"));
        // No two boxes overlap.
        var boxes = elements.Where(e => e.Name.LocalName == "rect" && e.Attribute("rx") is not null).Select(e => (X: (double)e.Attribute("x")!, Y: (double)e.Attribute("y")!, W: (double)e.Attribute("width")!, H: (double)e.Attribute("height")!)).ToList();
        for (int i = 0; i < boxes.Count; i++)
            for (int j = 0; j < i; j++)
                Assert.False(boxes[i].X < boxes[j].X + boxes[j].W && boxes[j].X < boxes[i].X + boxes[i].W && boxes[i].Y < boxes[j].Y + boxes[j].H && boxes[j].Y < boxes[i].Y + boxes[i].H);
        // No line of what is kept runs behind a box: its pieces are level or upright.
        foreach (var line in elements.Where(e => (string?)e.Attribute("class") == "kept"))
        {
            double[] numbers = [.. ((string)line.Attribute("d")!).Split(' ').Where(w => w.Length > 1 || char.IsDigit(w[0])).Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];
            var points = numbers.Chunk(2).ToList();
            Assert.All(points.Zip(points.Skip(1)), p => Assert.DoesNotContain(boxes, b =>
                Math.Min(p.First[0], p.Second[0]) < b.X + b.W - 1 && Math.Max(p.First[0], p.Second[0]) > b.X + 1 && Math.Min(p.First[1], p.Second[1]) < b.Y + b.H - 1 && Math.Max(p.First[1], p.Second[1]) > b.Y + 1));
        }
        double width = (double)svg.Attribute("width")!, height = (double)svg.Attribute("height")!;
        Assert.All(boxes, b => Assert.True(b.X >= 0 && b.Y >= 0 && b.X + b.W <= width && b.Y + b.H <= height));
    }

    [Fact]
    public void A_plan_is_not_drawn() => Assert.Equal(2, _place.Run("show", "model.onnx", "--plan", "--svg", "graph.svg").ExitCode);

    [Fact]
    public void An_adjoint_graph_can_be_planned() =>
        Assert.Contains("arena", _place.Run("show", "model.onnx", "--adjoint", "--plan", "--batch", "8").Output, StringComparison.Ordinal);
}
