namespace Nabla.Symbolic;

/// <summary>How a value and its derivatives are computed by hand: every distinct sub-expression gets a name v1, v2, … and a line; forward mode gives each line a
/// tangent v̇ = Σ ∂v/∂u·u̇, reverse mode an adjoint ū = Σ v̄·∂v/∂u over all lines v that use u.</summary>
public sealed class Trace
{
    const string Value = "v", Dot = "dot_v", Bar = "bar_v";

    readonly List<Line> _lines = [];
    readonly Dictionary<string, double> _values = [];

    /// <param name="Node">What the line computes.</param>
    /// <param name="Formula">The same from earlier lines.</param>
    /// <param name="Uses">The earlier lines it reads that depend on variables, each once, with the slope in them.</param>
    sealed record Line(Expression Node, Expression Formula, IReadOnlyList<(int Line, Expression Slope)> Uses)
    {
        public bool IsConstant => Node is not Symbol && Uses.Count == 0;
    }

    Trace() { }

    /// <summary>v1, v2, …: the variables, then the sub-expressions, each after those it is made of and the less nested first. Numbers get no line.</summary>
    public IReadOnlyList<TraceStep> Steps { get; private set; } = [];

    /// <summary>Evaluates an expression line by line.</summary>
    /// <param name="f">The expression.</param>
    /// <param name="point">A value for each variable.</param>
    /// <param name="variables">The order of the variables; by default that in which they occur.</param>
    /// <exception cref="NablaException">A variable has no value.</exception>
    public static Trace Of(Expression f, IReadOnlyDictionary<string, double> point, IReadOnlyList<string>? variables = null)
    {
        variables ??= f.Variables;
        if (!variables.Order(StringComparer.Ordinal).SequenceEqual(f.Variables.Order(StringComparer.Ordinal)))
            throw new NablaException($"A trace needs each variable of the expression once, which are {string.Join(", ", f.Variables)}; it was given {string.Join(", ", variables)}.");
        var trace = new Trace();
        var numbers = new Dictionary<Expression, int>();
        foreach (var e in variables.Select(name => (Expression)new Symbol(name)).Concat(Operations(f)))
        {
            numbers[e] = numbers.Count + 1;
            trace.Add(e, numbers);
        }
        trace.Steps = [.. trace._lines.Select((line, i) => trace.Evaluated(line, i + 1, point))];
        return trace;
    }

    // By height over the variables: first all that can be computed from these, as one would by hand.
    static IEnumerable<Expression> Operations(Expression f)
    {
        var heights = new Dictionary<Expression, int>();
        f.Fold<int>((e, below) => heights[e] = below.Count == 0 ? 0 : 1 + below.Max());
        return f.SubExpressions().Where(e => e.Operands.Count > 0 && e is not Negation(Number)).OrderBy(e => heights[e]);
    }

    TraceStep Evaluated(Line line, int n, IReadOnlyDictionary<string, double> point)
    {
        double value = _values[Value + n] = line.Node is Symbol ? line.Node.EvaluateUnchecked(point) : line.Formula.EvaluateUnchecked(_values);
        return new(Value + n, Lecture.Of(line.Formula), value);
    }

    void Add(Expression e, Dictionary<Expression, int> numbers)
    {
        int[] used = [.. e.Operands.Where(numbers.ContainsKey).Select(o => numbers[o]).Distinct().Where(n => !_lines[n - 1].IsConstant)];
        var formula = e.Over([.. e.Operands.Select(o => numbers.TryGetValue(o, out int n) ? Name(Value, n) : o)]);
        _lines.Add(new(e, formula, [.. used.Select(n => (n, formula.Differentiate(Value + n).Simplify()))]));
    }

    /// <summary>v̇1, v̇2, … for the direction in which one variable grows at speed 1 and the others stay.</summary>
    public IReadOnlyList<TraceStep> Tangent(string variable)
    {
        var values = new Dictionary<string, double>(_values);
        return [.. _lines.Select((line, i) => Step(Dot, i + 1, line.Node is Symbol(var name) ? name == variable ? 1 : 0
            : Sum(line.Uses.Select(u => Name(Dot, u.Line) * u.Slope)), values))];
    }

    /// <summary>v̄n = 1, …, v̄2, v̄1: from the last line to the first, but for those that depend on no variable.</summary>
    public IReadOnlyList<TraceStep> Adjoint()
    {
        var values = new Dictionary<string, double>(_values);
        var steps = new List<TraceStep>();
        for (int n = _lines.Count; n >= 1; n--)
        {
            if (_lines[n - 1].IsConstant && n < _lines.Count) continue;
            var terms = _lines.Select((line, i) => (Bar: Name(Bar, i + 1), line.Uses)).SelectMany(l => l.Uses.Where(u => u.Line == n).Select(u => l.Bar * u.Slope));
            steps.Add(Step(Bar, n, n == _lines.Count ? 1 : Sum(terms), values));
        }
        return steps;
    }

    static Expression Sum(IEnumerable<Expression> terms) => terms.Aggregate((Expression)0, (sum, term) => sum + term).Simplify();

    static Expression Name(string kind, int line) => new Symbol($"{kind}{line}");

    static TraceStep Step(string kind, int line, Expression formula, Dictionary<string, double> values)
    {
        double value = values[kind + line] = formula.EvaluateUnchecked(values);
        return new(Lecture.Written(kind + line), Lecture.Of(formula), value);
    }
}
