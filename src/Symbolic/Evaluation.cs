namespace Nabla.Symbolic;

/// <summary>The value of an expression at a point, in double.</summary>
public static class Evaluation
{
    extension(Expression f)
    {
        /// <summary>The value at a point, every step checked.</summary>
        /// <param name="point">A finite value for each variable; others are ignored.</param>
        /// <exception cref="EvaluationException">A function or operation is applied outside its domain, or a result is larger than a double can hold.</exception>
        /// <exception cref="NablaException">A variable has no value, or one that is not finite.</exception>
        public double Evaluate(IReadOnlyDictionary<string, double> point) => f.Fold<double>((e, of) =>
        {
            if (e is Symbol(var name) && !double.IsFinite(ValueOf(name, point, f))) throw new NablaException($"The value of '{name}' is {point[name].Text()}; give a finite number.");
            Check(e, of);
            double value = Apply(e, of, point, f);
            return double.IsFinite(value) ? value : throw new EvaluationException(e, of[0], $"is larger than a double can hold (1.8e308) at {Arguments(e, of)}");
        });

        /// <summary>The value at a point.</summary>
        public double Evaluate(params ReadOnlySpan<(string Name, double Value)> point)
        {
            var values = new Dictionary<string, double>();
            foreach (var (name, value) in point) values[name] = value;
            return f.Evaluate(values);
        }

        /// <summary>The value at a point by the rules of IEEE 754: NaN or infinite where there is none.</summary>
        /// <exception cref="NablaException">A variable has no value.</exception>
        public double EvaluateUnchecked(IReadOnlyDictionary<string, double> point) => f.Fold<double>((e, of) => Apply(e, of, point, f));
    }

    static double Apply(Expression e, IReadOnlyList<double> of, IReadOnlyDictionary<string, double> point, Expression whole) => e switch
    {
        Number(var value) => value,
        NamedConstant constant => constant.Value,
        Symbol(var name) => ValueOf(name, point, whole),
        Negation => -of[0],
        Sum => of[0] + of[1],
        Difference => of[0] - of[1],
        Product => of[0] * of[1],
        Quotient => of[0] / of[1],
        Power => Math.Pow(of[0], of[1]),
        Application(var function, _) => function.At(of[0]),
        _ => throw new InvalidOperationException(e.GetType().Name),
    };

    static double ValueOf(string name, IReadOnlyDictionary<string, double> point, Expression whole) =>
        point.TryGetValue(name, out double value) ? value : throw new NablaException($"'{name}' has no value; give one for each of {string.Join(", ", whole.Variables)}.");

    static void Check(Expression e, IReadOnlyList<double> of)
    {
        var reason = e switch
        {
            Application({ Domain: { } domain } f, _) when !domain.Contains(of[0]) => (of[0], $"is not defined: {Argument(e.Operands[0], of[0])}, and {f.Name} needs {domain.Needs}"),
            Quotient when of[1] == 0 => (of[1], $"is not defined: {Argument(e.Operands[1], of[1])}, and a quotient needs a divisor other than 0"),
            Power when of[0] == 0 && of[1] < 0 => (of[0], $"is not defined: {Argument(e.Operands[0], of[0])}, and a negative power needs a base other than 0"),
            Power when of[0] < 0 && of[1] != Math.Floor(of[1]) => (of[0], $"is not defined: {Argument(e.Operands[0], of[0])} and the exponent {of[1].Text()}, and a power of a negative base needs a whole exponent"),
            _ => default((double, string)?),
        };
        if (reason is var (argument, why)) throw new EvaluationException(e, argument, why);
    }

    static string Argument(Expression e, double value) => e is Number or Negation(Number) ? $"there is {value.Text()}" : $"{EvaluationException.Short(e)} is {value.Text()}";

    static string Arguments(Expression e, IReadOnlyList<double> of) => string.Join(" and ", e.Operands.Select((o, i) => $"{EvaluationException.Short(o)} = {of[i].Text()}").Distinct());
}
