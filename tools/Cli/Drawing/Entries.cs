namespace Nabla.Cli;

/// <summary>Where each line enters the box that it leads to: side by side, in the order of where they come from, those that are kept from another graph first.</summary>
sealed class Entries
{
    const double Widest = 0.6;
    readonly Dictionary<(Box From, Box To), double> _x = [];

    public Entries(IEnumerable<Route> routes, IEnumerable<(Box From, Box To)> kept)
    {
        var all = kept.Select(k => (k.From, k.To, Before: double.NegativeInfinity)).Concat(routes.Select(r => (r.From, r.To, Before: r.Via.Count > 0 ? r.Via[^1].X : r.From.X)));
        foreach (var group in all.GroupBy(e => e.To))
        {
            var entering = group.OrderBy(e => e.Before).ThenBy(e => e.From.X).ToList();
            for (int i = 0; i < entering.Count; i++) _x[(entering[i].From, group.Key)] = group.Key.X + ((i + 0.5) / entering.Count - 0.5) * group.Key.Width * Widest;
        }
    }

    /// <summary>The place on the edge of <paramref name="to"/>.</summary>
    public double Of(Box from, Box to) => _x[(from, to)];
}
