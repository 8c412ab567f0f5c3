namespace Nabla.Symbolic;

/// <summary>Derivatives by the rules for sums, products, quotients, powers and chains. The rules are applied to every node and nothing is simplified:
/// (x·y)′ by x is 1·y + x·0.</summary>
public static class Differentiation
{
    extension(Expression f)
    {
        /// <summary>∂f/∂x; with several names the mixed derivative, taken from left to right; with none f itself.</summary>
        /// <param name="variables">Names of variables; one that does not occur gives a derivative that is zero.</param>
        public Expression Differentiate(params ReadOnlySpan<string> variables)
        {
            foreach (var x in variables) f = By(f, x);
            return f;
        }

        /// <summary>∂f/∂x for each of the variables, by default for all in the order of <see cref="Expression.Variables"/>.</summary>
        public IReadOnlyList<Expression> Gradient(IReadOnlyList<string>? variables = null) => [.. (variables ?? f.Variables).Select(x => By(f, x))];

        /// <summary>∂²f/∂xᵢ∂xⱼ in row i and column j: the derivatives of the gradient, simplified before they are differentiated again.</summary>
        public IReadOnlyList<IReadOnlyList<Expression>> Hessian(IReadOnlyList<string>? variables = null) =>
            [.. f.Gradient(variables).Select(d => d.Simplify().Gradient(variables ?? f.Variables))];

        /// <summary>True if the variable occurs.</summary>
        public bool DependsOn(string variable) => f.Variables.Contains(variable);
    }

    readonly record struct Derived(Expression Slope, bool Depends);

    static Expression By(Expression f, string x) => f.Fold<Derived>((e, d) => new(Rule(e, d, x), e is Symbol { Name: var name } && name == x || d.Any(o => o.Depends))).Slope;

    static Expression Rule(Expression e, IReadOnlyList<Derived> d, string x) => e switch
    {
        Number or NamedConstant => 0,
        Symbol(var name) => name == x ? 1 : 0,
        Negation => -d[0].Slope,
        Sum => d[0].Slope + d[1].Slope,
        Difference => d[0].Slope - d[1].Slope,
        Product(var a, var b) => d[0].Slope * b + a * d[1].Slope,
        Quotient(var a, var b) => (d[0].Slope * b - a * d[1].Slope) / b.Pow(2),
        // (uᵛ)′ = v·uᵛ⁻¹·u′ for constant v, uᵛ·ln u·v′ for constant u, else both
        Power(var u, var v) when !d[1].Depends => v * u.Pow(v - 1) * d[0].Slope,
        Power(var u, var v) when !d[0].Depends => e * Function.Ln.Of(u) * d[1].Slope,
        Power(var u, var v) => e * (d[1].Slope * Function.Ln.Of(u) + v * (d[0].Slope / u)),
        Application(var f, var u) => f.Slope(u) * d[0].Slope,
        _ => throw new InvalidOperationException(e.GetType().Name),
    };
}
