using CsCheck;

namespace Nabla.Tests;

/// <summary>A line of the table of derivatives: a function of matrices, its differential and its gradient.</summary>
/// <param name="Name">As the lecture has it.</param>
/// <param name="Inputs">Name and sizes of each input, <c>X:nm</c>.</param>
/// <param name="Variables">The names of those that vary; the others are constants.</param>
/// <param name="Graph">The function, from its inputs by name.</param>
/// <param name="Differential">dF from the inputs and <c>dX</c> of what varies.</param>
/// <param name="Gradient">From the inputs and C, the adjoint of the result (1 for a scalar): the adjoint of each variable, in their order.</param>
sealed record Rule(string Name, string[] Inputs, string[] Variables, Func<Dictionary<string, Value>, Value> Graph,
    Func<Dictionary<string, Matrix>, Matrix> Differential, Func<Dictionary<string, Matrix>, Matrix[]> Gradient)
{
    const double Tolerance = 1e-12;

    /// <summary>Moves an input that was drawn to where the function is defined.</summary>
    public Func<string, Matrix, Matrix> Adjust { get; init; } = (_, m) => m;

    string[] Names => [.. Inputs.Select(i => i.Split(':')[0])];

    /// <summary>The tangent graph gives the differential, the adjoint graph the gradient, for random matrices of random sizes.</summary>
    public void Check(int samples = 30)
    {
        string[] shapes = [.. Inputs.Select(i => i.Split(':')[1])];
        string[] directions = [.. Variables.Select(v => shapes[Array.IndexOf(Names, v)])];
        Draw.Matrices([.. shapes, .. directions]).SelectMany(drawn => ResultOf(drawn).Select(c => (drawn, c))).Sample((drawn, c) => Check(drawn, c), iter: samples, threads: 1);
    }

    Gen<Matrix> ResultOf(Matrix[] drawn)
    {
        var shape = Build(drawn).Y.Shape;
        return shape.Rank == 0 ? Gen.Const((Matrix)1) : Draw.Matrix((int)shape[0].Size, (int)shape[1].Size);
    }

    (Value Y, Dictionary<string, Value> X) Build(Matrix[] drawn)
    {
        var g = Running.NewGraph();
        var x = Names.Select((name, i) => (name, Value: Running.Input(g, name, drawn[i]))).ToDictionary(p => p.name, p => p.Value);
        return (Graph(x), x);
    }

    void Check(Matrix[] drawn, Matrix c)
    {
        var (y, x) = Build(drawn);
        var point = Names.Select((name, i) => (name, Matrix: Adjust(name, drawn[i]))).ToDictionary(p => p.name, p => p.Matrix);
        for (int k = 0; k < Variables.Length; k++) point[$"d{Variables[k]}"] = drawn[Names.Length + k];
        point["C"] = c;

        Value[] wrt = [.. Variables.Select(v => x[v])];
        var tangent = Tangent.OfSeeded([y], wrt);
        var adjoint = Adjoint.OfSeeded([y], wrt);
        var numbers = Running.Run([tangent[y], .. wrt.Select(v => adjoint[v])],
            [.. Names.Select(n => (x[n], point[n])), .. Variables.Select((v, k) => (tangent.Seeds[k], point[$"d{v}"])), (adjoint.Seeds[0], c)]);

        var differential = Differential(point);
        var gradient = Gradient(point);
        Close(differential, numbers[0], "tangent");
        for (int k = 0; k < wrt.Length; k++) Close(gradient[k], numbers[k + 1], $"adjoint of {Variables[k]}");
        // ⟨C, dF⟩ = Σ ⟨X̄, dX⟩: what makes X̄ the gradient
        double paired = gradient.Zip(Variables, (bar, v) => bar.Dot(point[$"d{v}"])).Sum(), size = gradient.Zip(Variables, (bar, v) => bar.Norm * point[$"d{v}"].Norm).Sum();
        Assert.Equal(c.Dot(differential), paired, 1e-12 * Math.Max(1, size));
    }

    void Close(Matrix expected, double[] actual, string what)
    {
        double distance = expected.DistanceTo(actual);
        Assert.True(distance <= Tolerance, $"{Name}: the {what} is {distance:e1} from the closed form, [{string.Join(", ", expected.Elements)}] against [{string.Join(", ", actual)}]");
    }
}
