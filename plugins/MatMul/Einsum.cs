using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Einstein's sum: a letter for each dimension of each input, <c>ij,jk->ik</c>; what the result does not name is summed. Without an arrow the
/// result has the letters that occur once, in the order of the alphabet.</summary>
/// <param name="Equation">The letters; without <c>...</c>, and each letter once in an input.</param>
[Op("Einsum", 12, Signature = "Inputs+ -> Output")]
public sealed record Einsum(string Equation) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var element = x.SameElement();
        var (terms, result) = Parse();
        x.Require(!Equation.Contains('.', StringComparison.Ordinal), "'...' is not supported; write a letter for each dimension");
        x.Require(terms.Length == x.Count, $"'{Equation}' is for {terms.Length} inputs; there are {x.Count}");
        var sizes = new Dictionary<char, Dim>();
        for (int i = 0; i < terms.Length; i++)
        {
            x.Require(terms[i].All(char.IsAsciiLetter), $"'{Equation}' must be of letters, commas and an arrow");
            x.Require(terms[i].Length == x.Shape(i).Rank, $"'{terms[i]}' is for {terms[i].Length} dimensions; input {i} is {x.Type(i)}");
            x.Require(terms[i].Distinct().Count() == terms[i].Length, $"'{terms[i]}' names a dimension twice, which is not supported");
            for (int d = 0; d < terms[i].Length; d++)
            {
                var size = x.Shape(i)[d];
                if (!sizes.TryGetValue(terms[i][d], out var known)) sizes[terms[i][d]] = size;
                else
                {
                    x.Require(known == size || !known.IsStatic || !size.IsStatic, $"'{terms[i][d]}' is {known} in one input and {size} in another");
                    x.TakeAsEqual([size], [known]);
                }
            }
        }
        x.Require(result.Distinct().Count() == result.Length && result.All(sizes.ContainsKey), $"'{result}' must name dimensions of the inputs, each once");
        return [new(element, [.. result.Select(c => sizes[c])])];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (terms, result) = Parse();
        var (y, letters) = (x[0]!, terms[0]);
        for (int i = 0; i < terms.Length; i++)
        {
            // What is named neither later nor in the result is summed as soon as it can be.
            string later = string.Concat(terms[(i + 1)..]) + result;
            if (i == 0) (y, letters) = Reduced(y, letters, later);
            else
            {
                var (other, named) = Reduced(x[i]!, terms[i], letters + later);
                (y, letters) = Product(y, letters, other, named, later);
            }
        }
        return [Ordered(y, letters, result)];
    }

    (string[] Terms, string Result) Parse()
    {
        var sides = Equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        var all = sides[0].Where(char.IsAsciiLetter);
        return (sides[0].Split(','), sides.Length > 1 ? sides[1] : string.Concat(all.GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order()));
    }

    static (Value, string) Reduced(Value x, string letters, string kept)
    {
        long[] axes = [.. Enumerable.Range(0, letters.Length).Where(i => !kept.Contains(letters[i], StringComparison.Ordinal)).Select(i => (long)i)];
        return axes.Length == 0 ? (x, letters) : (x.Sum(axes), string.Concat(letters.Where(c => kept.Contains(c, StringComparison.Ordinal))));
    }

    static Value Ordered(Value x, string from, string to) => from == to ? x : x.Transpose([.. to.Select(c => from.IndexOf(c, StringComparison.Ordinal))]);

    // A matrix product over the letters of both that are summed, batched over those of both that are kept.
    static (Value, string) Product(Value a, string la, Value b, string lb, string later)
    {
        var sizes = lb.Zip(b.Shape).Concat(la.Zip(a.Shape)).GroupBy(p => p.First).ToDictionary(g => g.Key, g => g.Select(p => p.Second).FirstOrDefault(d => d.IsStatic, g.First().Second));
        string Pick(string letters, Func<char, bool> chosen) => string.Concat(letters.Where(chosen));
        string summed = Pick(la, c => lb.Contains(c, StringComparison.Ordinal) && !later.Contains(c, StringComparison.Ordinal));
        string batch = Pick(la, c => lb.Contains(c, StringComparison.Ordinal) && later.Contains(c, StringComparison.Ordinal));
        string rows = Pick(la, c => !lb.Contains(c, StringComparison.Ordinal)), columns = Pick(lb, c => !la.Contains(c, StringComparison.Ordinal));
        if (summed.Length == 0 || sizes.Values.Count(d => !d.IsStatic) > 1 || sizes.Values.Any(d => d.Is(0)))
        {
            // Nothing to sum, or sizes that one −1 cannot stand for: repeat, multiply, sum.
            string every = batch + rows + columns + summed;
            return Reduced(Spread(a, la, every) * Spread(b, lb, every), every, later);
        }
        long Size(string letters) => letters.Any(c => !sizes[c].IsStatic) ? -1 : letters.Aggregate(1L, (n, c) => n * sizes[c].Size);
        var left = Ordered(a, la, batch + rows + summed).Reshape(Size(batch), Size(rows), Size(summed));
        var right = Ordered(b, lb, batch + summed + columns).Reshape(Size(batch), Size(summed), Size(columns));
        string product = batch + rows + columns;
        return (left.MatMul(right).Reshape([.. product.Select(c => Size($"{c}"))]), product);
    }

    static Value Spread(Value x, string letters, string every)
    {
        var y = Ordered(x, letters, string.Concat(every.Where(c => letters.Contains(c, StringComparison.Ordinal))));
        long[] missing = [.. Enumerable.Range(0, every.Length).Where(i => !letters.Contains(every[i], StringComparison.Ordinal)).Select(i => (long)i)];
        return missing.Length == 0 ? y : y.Unsqueeze(missing);
    }
}
