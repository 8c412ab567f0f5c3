using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Einstein's sum: a letter for each dimension of each input, <c>ij,jk->ik</c>; what the result does not name is summed, a letter that an input
/// has twice is its diagonal, <c>...</c> stands for dimensions that broadcast. Without an arrow the result has these and the letters that occur once, in
/// the order of the alphabet.</summary>
/// <param name="Equation">The letters.</param>
[Op("Einsum", 12, Signature = "Inputs+ -> Output")]
public sealed record Einsum(string Equation) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        var element = x.SameElement();
        var (terms, result) = Subscripts.Read(Equation, [.. Enumerable.Range(0, x.Count).Select(i => x.Shape(i).Rank)], x.Require);
        var sizes = new Dictionary<char, Dim>();
        for (int i = 0; i < terms.Length; i++)
        {
            for (int d = 0; d < terms[i].Length; d++)
            {
                var (letter, size) = (terms[i][d], x.Shape(i)[d]);
                bool broadcasts = char.IsAsciiDigit(letter);
                if (!sizes.TryGetValue(letter, out var known) || broadcasts && known.Is(1)) sizes[letter] = size;
                else if (!broadcasts || !size.Is(1))
                {
                    x.Require(known == size || !known.IsStatic || !size.IsStatic, $"{(broadcasts ? "a dimension of '...'" : $"'{letter}'")} is {known} in one place and {size} in another");
                    x.TakeAsEqual([size], [known]);
                }
            }
        }
        x.Require(result.Distinct().Count() == result.Length && result.All(sizes.ContainsKey), $"the result of '{Equation}' must name dimensions of the inputs, each once");
        return [new(element, [.. result.Select(c => sizes[c])])];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var (terms, result) = Subscripts.Read(Equation, [.. x.Select(v => v!.Shape.Rank)], (_, _) => { });
        var wide = terms.SelectMany((t, i) => t.Zip(x[i]!.Shape)).Where(p => !p.Second.Is(1)).Select(p => p.First).ToHashSet();
        var (y, letters) = Distinct(x[0]!, terms[0], wide);
        for (int i = 0; i < terms.Length; i++)
        {
            // What is named neither later nor in the result is summed as soon as it can be.
            string later = string.Concat(terms[(i + 1)..]) + result;
            if (i == 0) (y, letters) = Reduced(y, letters, later);
            else
            {
                var (other, named) = Distinct(x[i]!, terms[i], wide);
                (other, named) = Reduced(other, named, letters + later);
                (y, letters) = Product(y, letters, other, named, later);
            }
        }
        return [Ordered(y, letters, result)];
    }

    // Each letter once: without the dimensions of size 1 that are repeated for another input, and the diagonal of those with one letter.
    static (Value, string) Distinct(Value x, string letters, HashSet<char> wide)
    {
        long[] repeated = [.. Enumerable.Range(0, letters.Length).Where(i => char.IsAsciiDigit(letters[i]) && x.Shape[i].Is(1) && wide.Contains(letters[i])).Select(i => (long)i)];
        if (repeated.Length > 0) (x, letters) = (x.Squeeze(repeated), string.Concat(letters.Where((_, i) => !repeated.Contains(i))));
        for (int second = letters.Length - 1; second > 0; second--)
        {
            int first = letters.IndexOf(letters[second], StringComparison.Ordinal);
            if (first == second) continue;
            x = Along(x, first).EqualTo(Along(x, second)).Where(x, x.Literal(0)).Sum([second]);
            letters = letters.Remove(second, 1);
        }
        return (x, letters);
    }

    // Longer lists are computed when they are needed.
    const int MostListed = 1 << 16;

    // 0, 1, … along one dimension.
    static Value Along(Value x, int axis)
    {
        var g = x.Graph;
        Value Scalar(long value) => g.Constant(Tensor.Scalar(value));
        var numbers = x.Shape[axis] is { IsStatic: true } size && size.Size <= MostListed ? g.Ints([.. Enumerable.Range(0, (int)size.Size).Select(i => (long)i)])
            : g.Add("Range", Scalar(0), g.Add("Gather", x.ShapeOf(), Scalar(axis)), Scalar(1));
        return x.Shape.Rank == 1 ? numbers : numbers.Unsqueeze([.. Enumerable.Range(0, x.Shape.Rank).Where(a => a != axis).Select(a => (long)a)]);
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
