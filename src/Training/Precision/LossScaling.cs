using Nabla.Ops;

namespace Nabla.Training;

/// <summary>The factor on a loss as part of a step: what is differentiated, the gradients without it, whether the step counts, and the next factor.</summary>
sealed class LossScaling
{
    readonly MixedPrecision _precision;
    readonly Value _factor;

    /// <param name="loss">The loss, in the graph that gets the factor as a state <c>loss_scale</c>.</param>
    /// <param name="precision">The first factor, and when it grows.</param>
    public LossScaling(Value loss, MixedPrecision precision)
    {
        _precision = precision;
        _factor = loss.Graph.State(new(loss.Graph.Program.FreeName("loss_scale"), Tensor.Literal(loss.Element, precision.LossScale)));
        Scaled = loss * _factor;
    }

    /// <summary>s·L: what is to be differentiated.</summary>
    public Value Scaled { get; }

    /// <summary>g/s for each gradient; from here on the update graph changes variables only where all of them are finite.</summary>
    public IReadOnlyList<Value> Begin(UpdateGraph update, IReadOnlyList<Value> gradients)
    {
        var graph = update.Graph;
        var factor = graph.Capture(_factor);
        // Σ g² of numbers is one: those of float16 are far too small to overflow it.
        var total = gradients.Select(g => g.AddWith("ReduceSumSquare", [("keepdims", 0L)])).Aggregate((sum, next) => sum + next);
        var isFinite = graph.Add("LessOrEqual", total, total.Literal(float.MaxValue));
        var good = update.Declare("good_steps", 0);
        var count = good + 1;
        var grows = graph.Add("GreaterOrEqual", count, count.Literal(_precision.GrowthInterval));
        update.Bind(good, isFinite.Where(grows.Where(count.Literal(0), count), count.Literal(0)));
        var less = (factor * 0.5).Max(factor.Literal(1));
        update.Adopt(_factor);
        update.Bind(_factor, isFinite.Where(grows.Where(factor * 2, factor), less));
        update.Accepts = isFinite;
        var inverse = 1 / factor;
        return [.. gradients.Select(g => g * inverse)];
    }
}
