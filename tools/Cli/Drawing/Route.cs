namespace Nabla.Cli;

/// <summary>A line from a box to one that reads it. Where it passes layers in between it has a place of its own in each, so that it runs beside boxes, not behind them.</summary>
sealed record Route(Box From, Box To, IReadOnlyList<Box> Via);
