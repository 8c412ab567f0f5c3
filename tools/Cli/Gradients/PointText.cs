using Nabla.Symbolic;

namespace Nabla.Cli;

/// <summary>Reads <c>x1=2,x2=pi/4</c>: a value for each variable, which may be computed from numbers.</summary>
static class PointText
{
    const string Way = "write NAME=VALUE,…, such as x1=2,x2=5";

    /// <exception cref="UsageException">It says nothing, says something twice, or not exactly the variables of the expression have values.</exception>
    /// <exception cref="ExpressionException">A value is no expression.</exception>
    public static IReadOnlyList<(string Name, double Value)> Read(IEnumerable<string> texts, Expression f)
    {
        var point = new List<(string Name, double Value)>();
        foreach (var text in texts)
        {
            foreach (var part in text.Split(','))
            {
                if (part.Split('=') is not [var name, var value] || string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(value)) throw new UsageException($"--at {text}: {Way}.");
                if (point.Any(p => p.Name == name.Trim())) throw new UsageException($"--at gives {name.Trim()} more than once.");
                point.Add((name.Trim(), Number(part, value)));
            }
        }
        if (point.FindIndex(p => !f.Variables.Contains(p.Name)) is >= 0 and var unknown) throw Unknown(point[unknown].Name, f);
        var missing = f.Variables.Where(v => point.All(p => p.Name != v)).ToList();
        return missing.Count == 0 ? point : throw new UsageException($"The expression needs {(missing.Count == 1 ? "a value" : "values")} for {string.Join(", ", missing)}; "
            + $"add {(point.Count == 0 ? "--at " : "")}{string.Join(',', missing.Select(m => $"{m}=VALUE"))}{(point.Count == 0 ? "" : " to --at")}.");
    }

    static double Number(string part, string text)
    {
        var value = ExpressionParser.Parse(text.Trim());
        if (value.Variables.Count > 0) throw new UsageException($"--at {part}: '{value.Variables[0]}' is no number; a value is made of numbers, pi and e.");
        try
        {
            return value.Evaluate();
        }
        catch (EvaluationException e)
        {
            throw new UsageException($"--at {part}: {e.Message}");
        }
    }

    static UsageException Unknown(string name, Expression f) => NamedConstant.All.FirstOrDefault(c => c.Name == name) is { } constant
        ? new($"--at gives a value for '{name}', which is the constant {constant.Value:R}.")
        : new($"--at gives a value for '{name}', which is no variable of the expression{(Suggestion.For(name, f.Variables) is { } near ? $"; did you mean '{near}'?" : f.Variables.Count == 0 ? "; it has none." : $"; it has {string.Join(", ", f.Variables)}.")}");
}
