using CsCheck;

namespace Nabla.Tests;

/// <summary>Random matrices.</summary>
static class Draw
{
    public static Gen<Matrix> Matrix(int rows, int columns) => Gen.Double[-2, 2].Array[rows * columns].Select(e => new Matrix(rows, columns, e));

    /// <summary>Matrices whose sizes are letters: <c>nm</c> has n rows and m columns, 1 is itself; each letter stands for one number from 1 to 4.</summary>
    public static Gen<Matrix[]> Matrices(params IReadOnlyList<string> shapes)
    {
        char[] letters = [.. shapes.SelectMany(s => s).Where(char.IsLetter).Distinct()];
        return Gen.Int[1, 4].Array[letters.Length].SelectMany(sizes =>
        {
            int Size(char c) => char.IsLetter(c) ? sizes[Array.IndexOf(letters, c)] : c - '0';
            int[] counts = [.. shapes.Select(s => Size(s[0]) * Size(s[1]))];
            return Gen.Double[-2, 2].Array[counts.Sum()].Select(all =>
                shapes.Select((s, i) => new Matrix(Size(s[0]), Size(s[1]), all[counts[..i].Sum()..counts[..(i + 1)].Sum()])).ToArray());
        });
    }
}
