namespace Nabla.Symbolic;

/// <summary>Reads expressions such as <c>ln(x1) + x1*x2 - sin(x2)</c>: numbers with a decimal point, names, + - * / and ^ or **, functions with their argument
/// in parentheses, the constants pi and e. Powers are taken from right to left and before a sign on their left: −x^2 is −(x²).</summary>
public sealed class ExpressionParser
{
    const int MaxNesting = 250;
    const string Operand = "a number, a variable, a function or '('";

    readonly string _text;
    readonly List<Token> _tokens;
    int _next, _nesting;

    ExpressionParser(string text) => (_text, _tokens) = (text, Tokens.Of(text));

    /// <summary>The expression that a text is.</summary>
    /// <exception cref="ExpressionException">It is none: what was found, where, and what was expected.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        if (parser._tokens.Count == 1) throw parser.Error(parser.Here, "it is empty");
        var expression = parser.Sum();
        return parser.Here.Kind == TokenKind.End ? expression : throw parser.Unexpected("an operator or the end");
    }

    Token Here => _tokens[_next];

    bool Take(char mark)
    {
        if (!Here.Is(mark)) return false;
        _next++;
        return true;
    }

    Expression Sum()
    {
        var sum = Product();
        while (true)
        {
            if (Take('+')) sum += Product();
            else if (Take('-')) sum -= Product();
            else return sum;
        }
    }

    Expression Product()
    {
        var product = Signed();
        while (true)
        {
            if (Take('*')) product *= Signed();
            else if (Take('/')) product /= Signed();
            else return product;
        }
    }

    Expression Signed()
    {
        if (++_nesting > MaxNesting) throw Error(Here, $"more than {MaxNesting} parentheses, signs and powers are open");
        var signed = Take('-') ? -Signed() : Take('+') ? Signed() : Power();
        _nesting--;
        return signed;
    }

    Expression Power()
    {
        var power = Atom();
        return Take('^') ? power.Pow(Signed()) : power;
    }

    Expression Atom()
    {
        var token = Here;
        if (token.Kind == TokenKind.Number)
        {
            _next++;
            return token.Value;
        }
        if (token.Kind == TokenKind.Name)
        {
            _next++;
            return Function.Find(token.Text) is { } function ? Applied(function, token) : Here.Is('(') ? throw NoFunction(token) : Named(token.Text);
        }
        return token.Is('(') ? Enclosed() : throw Unexpected(Operand);
    }

    static Expression Named(string name) => NamedConstant.All.FirstOrDefault(c => c.Name == name) is { } constant ? constant : new Symbol(name);

    Expression Applied(Function function, Token name) =>
        Here.Is('(') ? function.Of(Enclosed()) : throw Error(Here, $"{Found} where '(' was expected: the argument of {name.Text} stands in parentheses, {name.Text}(…)");

    Expression Enclosed()
    {
        var open = Here;
        _next++;
        var inner = Sum();
        if (Take(')')) return inner;
        throw Here.Kind == TokenKind.End ? Error(Here, $"the end was found where an operator or ')' was expected: the parenthesis of column {open.Position + 1} is not closed")
            : Unexpected("an operator or ')'");
    }

    ExpressionException NoFunction(Token name)
    {
        var names = Function.All.Select(f => f.Name).ToList();
        var way = name.Text == "pow" ? "write x^y" : Suggestion.For(name.Text, [.. names, .. Function.All.SelectMany(f => f.OtherNames)]) is { } near ? $"did you mean '{near}'?"
            : $"there are {string.Join(", ", names)}; a product is written {name.Text}*(…)";
        return Error(name, $"'{name.Text}' is not a function; {way}");
    }

    ExpressionException Unexpected(string expected)
    {
        var hint = expected == Operand ? "" : Here.Is(')') ? "; no parenthesis is open"
            : Here.Kind is TokenKind.Number or TokenKind.Name && _tokens[_next - 1].Kind != TokenKind.Mark ? $"; a product is written {_tokens[_next - 1].Text}*{Here.Text}"
            : "; a product is written with *";
        return Error(Here, $"{Found} where {expected} was expected{hint}");
    }

    string Found => Here.Kind == TokenKind.End ? "the end was found" : $"'{Here.Text}' was found";

    ExpressionException Error(Token at, string reason) => new(_text, at.Position, reason);
}
