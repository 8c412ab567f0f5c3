using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>The op's own kernel against its body: what runs here, and what other runtimes get.</summary>
static class BodyAspect
{
    public static Finding? Check(Registry registry, OpSample sample, int seed)
    {
        if (!sample.Op.Schema.HasBody || !sample.Op.Schema.HasOwnKernel || !sample.Op.IsPure) return null;
        var function = CheckedFunction.Of(registry, sample);
        bool hasBody = true;
        var body = function with { Build = (g, x) => g.AddBody(sample.Op, null, [.. x]) is { } values ? values : Absent(g, x) };
        foreach (var element in (ElementType[])[ElementType.Float32, ElementType.Float64])
        {
            var inputs = function.Draw(element, seed);
            var (kernel, formula) = (Evaluate.Function(function, inputs), Evaluate.Function(body, inputs));
            if (!hasBody) return null;
            for (int k = 0; k < kernel.Length; k++)
            {
                if (kernel[k].Type != formula[k].Type) return Fail($"output {k} is {kernel[k].Type} by the kernel and {formula[k].Type} by the body");
                double largest = Math.Max(1, Vectors.Largest([.. Numbers.Of(formula[k]).Where(double.IsFinite)]));
                if (Numbers.Difference(Numbers.Of(formula[k]), Numbers.Of(kernel[k]), function.Tolerance * largest, function.Tolerance) is { } difference)
                    return Fail($"the kernel differs from the body in output {k} ({element.Text()}): {difference}");
            }
        }
        return new(Aspect.Body, Verdict.Pass);

        IReadOnlyList<Value> Absent(Graph g, IReadOnlyList<Value?> x)
        {
            hasBody = false;
            return function.Build(g, x);
        }
    }

    static Finding Fail(string message) => new(Aspect.Body, Verdict.Fail, message);
}
