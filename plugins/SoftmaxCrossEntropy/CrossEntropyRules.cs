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
        x.Require(x.Shape(labels).Fits(expected), $"labels must be {expected}: one for each row of the scores");
        if (x.Has(weights)) x.Require(x.Shape(weights).Fits([scores[1]]), $"weights must be [{scores[1]}]: one for each class");
    }
}
