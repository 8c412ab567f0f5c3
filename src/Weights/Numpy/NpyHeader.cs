using System.Globalization;

namespace Nabla.Weights;

/// <summary>What the header of a NumPy array says: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>.</summary>
sealed record NpyHeader(ElementType Element, bool IsFortran, bool IsBigEndian, long[] Sizes)
{
    const int MaxRank = 64;

    static readonly (string Code, ElementType Element)[] Known =
    [
        ("b1", ElementType.Bool), ("i1", ElementType.Int8), ("i2", ElementType.Int16), ("i4", ElementType.Int32), ("i8", ElementType.Int64),
        ("u1", ElementType.UInt8), ("u2", ElementType.UInt16), ("u4", ElementType.UInt32), ("u8", ElementType.UInt64),
        ("f2", ElementType.Float16), ("f4", ElementType.Float32), ("f8", ElementType.Float64), ("c8", ElementType.Complex64), ("c16", ElementType.Complex128),
    ];

    /// <summary>Bytes of what has an order of bytes: half of a complex number.</summary>
    public static int WordBytes(ElementType element) => element switch
    {
        ElementType.Complex64 => 4,
        ElementType.Complex128 => 8,
        _ => element.Bits() / 8,
    };

    public override string ToString()
    {
        var code = Known.FirstOrDefault(k => k.Element == Element).Code ?? throw new NablaException($"NumPy has no element type {Element.Text()}; write a safetensors file.");
        var sizes = Sizes.Length == 1 ? $"{Sizes[0]}," : string.Join(", ", Sizes);
        return $"{{'descr': '{(WordBytes(Element) == 1 ? '|' : '<')}{code}', 'fortran_order': False, 'shape': ({sizes}), }}";
    }

    public static NpyHeader Parse(string text, string what)
    {
        var rest = new Literal(text, what);
        string? type = null;
        bool? isFortran = null;
        long[]? sizes = null;
        rest.Take('{');
        while (!rest.TryTake('}'))
        {
            var key = rest.Text();
            rest.Take(':');
            switch (key)
            {
                case "descr" when type is null: type = rest.IsList ? throw Error(what, "has fields, which is not supported; save each as an array of its own") : rest.Text(); break;
                case "fortran_order" when isFortran is null: isFortran = rest.Bool(); break;
                case "shape" when sizes is null: sizes = rest.Sizes(MaxRank); break;
                default: throw Error(what, $"has the header {Short(text)}, in which '{Short(key)}' is unknown or there twice");
            }
            if (!rest.TryTake(',')) rest.TakeLast('}');
        }
        rest.End();
        if (type is null || isFortran is null || sizes is null) throw Error(what, $"has the header {Short(text)}, which lacks 'descr', 'fortran_order' or 'shape'");
        return new(ElementOf(type, what), isFortran.Value, type[0] == '>', sizes);
    }

    static ElementType ElementOf(string type, string what)
    {
        if (type is ['|' or '<' or '>' or '=', 'O', ..]) throw Error(what, "holds pickled Python objects, which are never loaded: they can run any code. Save it as numbers");
        if (type is ['<' or '>' or '|' or '=', .. var code])
            foreach (var known in Known)
                if (known.Code == code && (type[0] != '|' || WordBytes(known.Element) == 1)) return known.Element;
        throw Error(what, $"has the element type '{Short(type)}', which is not supported; convert it with astype('float32')");
    }

    static string Short(string text) => text.Length > 80 ? $"{text[..80]}…" : text.TrimEnd();

    static NablaException Error(string what, string rule) => new($"{what} {rule}.");

    /// <summary>The few Python literals that a header is made of.</summary>
    sealed class Literal(string text, string what)
    {
        int _at;

        public bool IsList => Peek() is '[' or '(';

        public void Take(char c)
        {
            if (!TryTake(c)) throw Damaged();
        }

        // After an entry without a comma comes the end, which the caller takes.
        public void TakeLast(char c)
        {
            if (Peek() != c) throw Damaged();
        }

        public bool TryTake(char c)
        {
            if (Peek() != c) return false;
            _at++;
            return true;
        }

        public string Text()
        {
            char quote = Peek();
            if (quote is not ('\'' or '"')) throw Damaged();
            int end = text.IndexOf(quote, ++_at);
            if (end < 0) throw Damaged();
            var found = text[_at..end];
            _at = end + 1;
            return found.Contains('\\') ? throw Damaged() : found;
        }

        public bool Bool()
        {
            _ = Peek();
            foreach (var (word, value) in ((string, bool)[])[("True", true), ("False", false)])
                if (text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
                {
                    _at += word.Length;
                    return value;
                }
            throw Damaged();
        }

        public long[] Sizes(int most)
        {
            var sizes = new List<long>();
            Take('(');
            while (!TryTake(')'))
            {
                if (sizes.Count == most) throw Error(what, $"has more than {most} dimensions");
                _ = Peek();
                int start = _at;
                while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
                if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long size)) throw Damaged();
                // Python 2 wrote 3L.
                TryTake('L');
                sizes.Add(size);
                if (!TryTake(',')) TakeLast(')');
            }
            return [.. sizes];
        }

        public void End()
        {
            if (Peek() != '\0' || _at < text.Length) throw Damaged();
        }

        // '\0' at the end.
        char Peek()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\r' or '\t') _at++;
            return _at < text.Length ? text[_at] : '\0';
        }

        NablaException Damaged() => Error(what, $"is damaged: its header is {Short(text)}, which is wrong at character {_at}");
    }
}
