using CsCheck;
using Nabla.Symbolic;

namespace Nabla.Tests;

/// <summary>Expressions drawn at random over x, y and z.</summary>
static class RandomExpressions
{
    public static readonly string[] Names = ["x", "y", "z"];

    static readonly Gen<Expression> Numbers = Gen.OneOf(
        Gen.Int[0, 4].Select(n => (Expression)n), Gen.Int[1, 40].Select(n => (Expression)(n / 8.0)), OneOf<Expression>(0.1, 1e-3, 250, NamedConstant.Pi, NamedConstant.E));

    static readonly Gen<Expression> Leaf = Gen.Frequency((3, OneOf(Names).Select(n => (Expression)new Symbol(n))), (1, Numbers));

    /// <summary>With every kind of node and any numbers.</summary>
    public static readonly Gen<Expression> Any = Of(Function.All, 6);

    /// <summary>With functions that are smooth wherever they are defined.</summary>
    public static readonly Gen<Expression> Smooth = Of([.. Function.All.Where(f => f.Name is not ("relu" or "step" or "abs" or "sign" or "softsign"))], 4);

    /// <summary>A point that lies on no end of a domain.</summary>
    public static readonly Gen<Dictionary<string, double>> Points =
        Gen.Int[100, 1500].Select(n => n * Math.Sqrt(2) / 1000).Array[3].Select(Gen.Bool.Array[3], (v, s) => Names.Select((n, i) => (n, s[i] ? v[i] : -v[i])).ToDictionary());

    public static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    static Gen<Expression> Of(IReadOnlyList<Function> functions, int depth)
    {
        if (depth == 0) return Leaf;
        var inner = Of(functions, depth - 1);
        return Gen.Frequency(
            (2, Leaf),
            (2, Gen.Select(inner, inner, (a, b) => a + b)),
            (2, Gen.Select(inner, inner, (a, b) => a - b)),
            (3, Gen.Select(inner, inner, (a, b) => a * b)),
            (2, Gen.Select(inner, inner, (a, b) => a / b)),
            (1, inner.Select(a => -a)),
            (2, Gen.Select(inner, Gen.OneOf(Numbers, Gen.Int[-3, 3].Select(n => (Expression)n), Leaf), (a, b) => a.Pow(b))),
            (3, Gen.Select(inner, Gen.Int[0, functions.Count - 1], (a, i) => functions[i].Of(a))));
    }

    /// <summary>The value, or null where there is none.</summary>
    public static double? TryEvaluate(this Expression e, IReadOnlyDictionary<string, double> point)
    {
        try
        {
            return e.Evaluate(point);
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    /// <summary>The value, and how far rounding may have moved it, to first order.</summary>
    public static (double Value, double Error) Rounded(this Expression e, IReadOnlyDictionary<string, double> point)
    {
        const double unit = 4e-16;
        return e.Fold<(double, double)>((node, of) =>
        {
            if (node.Operands.Count == 0) return (node.EvaluateUnchecked(point), 0);
            // its slopes in its operands, as variables a and b
            Expression[] letters = [new Symbol("a"), new Symbol("b")];
            var local = node is Application(var f, _) ? f.Of(letters[0])
                : node switch
                {
                    Negation => -letters[0],
                    Sum => letters[0] + letters[1],
                    Difference => letters[0] - letters[1],
                    Product => letters[0] * letters[1],
                    Quotient => letters[0] / letters[1],
                    _ => letters[0].Pow(node.Operands[1] is Number or Negation(Number) ? node.Operands[1] : letters[1]),
                };
            var at = new Dictionary<string, double> { ["a"] = of[0].Item1, ["b"] = of[^1].Item1 };
            double value = local.EvaluateUnchecked(at), error = unit * Math.Abs(value);
            // near the ends of the range the bound itself would leave it
            if (!(Math.Abs(value) < 1e100) || Math.Abs(value) < 1e-100 && node is Product or Quotient or Power && of[0].Item1 != 0 && of[^1].Item1 != 0) error = double.PositiveInfinity;
            // 1 + erf loses what it is less than 1 by
            if (node is Application({ Name: "gelu" }, _)) error = unit * Math.Abs(of[0].Item1);
            // at a jump or kink rounding decides
            if (node is Application({ Name: "sign" or "step" or "abs" or "relu" }, _) && Math.Abs(of[0].Item1) <= 4 * of[0].Item2) error = double.PositiveInfinity;
            for (int i = 0; i < of.Count; i++)
                if (of[i].Item2 != 0) error += of[i].Item2 * Math.Abs(local.Differentiate(i == 0 ? "a" : "b").Simplify().EvaluateUnchecked(at));
            return (value, error);
        });
    }
}
