using System.Globalization;

namespace Nabla.Symbolic;

enum TokenKind
{
    Number,
    Name,
    /// <summary>One of + - * / ^ ( ), however it was written.</summary>
    Mark,
    End,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it was written; a mark in its usual form.</param>
/// <param name="Position">Where it starts, from 0.</param>
/// <param name="Value">Of a number.</param>
readonly record struct Token(TokenKind Kind, string Text, int Position, double Value = 0)
{
    public bool Is(char mark) => Kind == TokenKind.Mark && Text[0] == mark;
}

/// <summary>Splits a text into words.</summary>
static class Tokens
{
    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>();
        for (int i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            int end = text[i] == '.' || char.IsAsciiDigit(text[i]) ? EndOfNumber(text, i) : Identifier.Starts(text[i]) ? EndOfName(text, i) : text.AsSpan(i).StartsWith("**") ? i + 2 : i + 1;
            tokens.Add(Word(text, i, end));
            i = end;
        }
        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    static Token Word(string text, int start, int end)
    {
        var word = text[start..end];
        if (word[0] == '.' || char.IsAsciiDigit(word[0])) return new(TokenKind.Number, word, start, Value(text, start, word));
        if (word == "π") return new(TokenKind.Name, NamedConstant.Pi.Name, start);
        if (Identifier.Starts(word[0])) return new(TokenKind.Name, word, start);
        var mark = word switch { "**" => "^", "·" or "×" or "⋅" => "*", "−" => "-", "÷" => "/", _ => word };
        if (mark[0] is '+' or '-' or '*' or '/' or '^' or '(' or ')') return new(TokenKind.Mark, mark, start);
        throw new ExpressionException(text, start, mark[0] switch
        {
            ',' => "',' was found, which has no place here: numbers have a decimal point, and functions one argument",
            '[' or ']' or '{' or '}' => $"'{mark}' was found; brackets are ( and )",
            '=' => "'=' was found; an expression is no equation",
            _ => $"'{(char.IsSurrogate(mark[0]) && start + 1 < text.Length ? text.Substring(start, 2) : mark)}' has no meaning in an expression",
        });
    }

    static int EndOfName(string text, int i)
    {
        if (text[i] == 'π' && (i + 1 == text.Length || !Identifier.Continues(text[i + 1]))) return i + 1;
        while (i < text.Length && Identifier.Continues(text[i])) i++;
        return i;
    }

    // digits . digits e ±digits; an e that more letters follow starts a name
    static int EndOfNumber(string text, int start)
    {
        int i = Digits(text, start);
        if (i < text.Length && text[i] == '.') i = Digits(text, i + 1);
        if (i == start + 1 && text[start] == '.') throw new ExpressionException(text, start, "'.' was found without digits where a number was expected");
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            int sign = i + 1 < text.Length && text[i + 1] is '+' or '-' ? 1 : 0, end = Digits(text, i + 1 + sign);
            if (end > i + 1 + sign) i = end;
            else if (i + 1 == text.Length || !Identifier.Continues(text[i + 1]))
                throw new ExpressionException(text, start, $"the number '{text[start..end]}' lacks the digits of its exponent");
        }
        if (i < text.Length && text[i] == '.') throw new ExpressionException(text, start, $"the number '{text[start..Digits(text, i + 1)]}' has more than one decimal point, or one in its exponent");
        return i;
    }

    static int Digits(string text, int i)
    {
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        return i;
    }

    static double Value(string text, int start, string word)
    {
        double value = double.Parse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value)) throw new ExpressionException(text, start, $"the number {word} is larger than a double can hold (1.8e308)");
        if (value == 0 && word.TakeWhile(c => c is not ('e' or 'E')).Any(c => c is >= '1' and <= '9'))
            throw new ExpressionException(text, start, $"the number {word} is smaller than a double can hold (4.9e-324)");
        return value;
    }
}
