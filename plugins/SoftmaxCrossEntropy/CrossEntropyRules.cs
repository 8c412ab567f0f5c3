namespace Nabla.Plugins;

/// <summary>What the loss and its gradient ask of their inputs.</summary>
static class CrossEntropyRules
{
    public static void Check(Inference x, Shape scores, string reduction, int labels = 1, int weights = 2)
    {
        x.Require(reduction is "mean" or "sum" or "none", $"reduction must be mean, sum or none, not '{reduction}'");
        x.RequireFloat();
        x.Require(scores.Rank >= 2, "scores must be [N, C] or [N, C, d…]");
        x.Require(x.Element(labels) is ElementType.Int64 or ElementType.Int32, $"labels must be int64 or int32, not {x.Element(labels).Text()}");
        Shape expected = [scores[0], .. scores.Skip(2)];
        x.Require(Fits(x.Shape(labels), expected), $"labels must be {expected}: one for each row of the scores");
        if (x.Has(weights)) x.Require(Fits(x.Shape(weights), [scores[1]]), $"weights must be [{scores[1]}]: one for each class");
    }

    /// <summary>Equal, as far as both are known; a dimension that is not is checked when it is bound.</summary>
    public static bool Fits(Shape a, Shape b)
    {
        if (a.Rank != b.Rank) return false;
        for (int i = 0; i < a.Rank; i++) if (a[i] != b[i] && a[i].IsStatic && b[i].IsStatic) return false;
        return true;
    }
}
