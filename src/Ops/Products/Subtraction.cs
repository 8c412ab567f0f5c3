namespace Nabla.Ops;

/// <summary>A region that is w − scale·product, which is what gradient descent does to a weight.</summary>
/// <param name="Minuend">The region's input w.</param>
/// <param name="Scale">The region's input that is a scalar.</param>
readonly record struct Subtraction(int Minuend, int Scale)
{
    /// <summary>What a region subtracts a product from; null if it does anything else.</summary>
    /// <param name="region">The region.</param>
    /// <param name="product">Its input that is the product.</param>
    public static Subtraction? Of(Region region, int product)
    {
        if (region is not { Steps: [var times, var minus], Outputs: [1] } || !Is(times, "Mul") || !Is(minus, "Sub")) return null;
        if (minus.Operands is not [{ Kind: RegionOperandKind.Input, Index: var w }, { Kind: RegionOperandKind.Step, Index: 0 }]) return null;
        if (times.Operands is not [{ Kind: RegionOperandKind.Input, Index: var x }, { Kind: RegionOperandKind.Input, Index: var y }] || (x == product) == (y == product)) return null;
        int scale = x == product ? y : x;
        return w == product || w == scale ? null : new(w, scale);
    }

    static bool Is(RegionStep step, string name) => ((Op)step.Op).Schema is { Domain: "", Name: var op } && op == name;
}
