using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The adjoint rule of Max and Min.</summary>
static class TiedShares
{
    public static Value?[] Of(Pullback p)
    {
        var ties = Enumerable.Range(0, p.Node.Inputs.Count).Select(i => p.X(i).EqualTo(p.Y()).Where(p.Literal(1), p.Literal(0))).ToList();
        var share = ties.Count == 1 ? p.dY : p.dY / ties.Aggregate((a, b) => a + b);
        return [.. ties.Select((tie, i) => p.Wants(i) ? tie * share : null)];
    }
}
