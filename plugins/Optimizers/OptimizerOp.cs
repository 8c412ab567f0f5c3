using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What ONNX's optimizers share: the rate R, the step count T (0 at the first), then all tensors, all their gradients, and their states, role by role.</summary>
/// <param name="States">How many states a tensor has.</param>
public abstract record OptimizerOp(int States) : Op
{
    internal const string Training = "ai.onnx.preview.training";

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        int roles = States + 2, count = (x.Count - 2) / roles;
        x.Require(x.Count > 2 && (x.Count - 2) % roles == 0, $"needs R, T, then {roles} inputs a tensor: all tensors, all gradients{(States == 1 ? ", all states" : ", all states of one kind, then the other")}; {x.Count - 2} do not divide by {roles}");
        x.Require(x.Shape(0).Rank == 0 && x.Shape(1).Rank == 0, $"R and T must be scalars; they are {x.Shape(0)} and {x.Shape(1)}");
        for (int i = 2 + count; i < x.Count; i++)
            x.Require(x.Type(i) == x.Type(2 + (i - 2) % count), $"input {i} is {x.Type(i)}; it must be as its tensor, {x.Type(2 + (i - 2) % count)}");
        return [.. Enumerable.Range(0, count * (States + 1)).Select(k => x.Type(2 + k % count))];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        int count = (x.Count - 2) / (States + 2);
        var results = new Value[count * (States + 1)];
        for (int i = 0; i < count; i++)
        {
            var updated = Update(x[0]!, x[1]!, x[2 + i]!, x[2 + count + i]!, [.. Enumerable.Range(0, States).Select(s => x[2 + (2 + s) * count + i]!)]);
            for (int k = 0; k < updated.Length; k++) results[k * count + i] = updated[k];
        }
        return results;
    }

    /// <summary>The rule for one tensor.</summary>
    /// <param name="rate">R, a scalar.</param>
    /// <param name="step">T, an int64 scalar.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="gradient">G.</param>
    /// <param name="state">Its states.</param>
    /// <returns>The new tensor, then its new states.</returns>
    protected abstract Value[] Update(Value rate, Value step, Value x, Value gradient, Value[] state);

    /// <summary>ν·X + G: what decay by the norm makes of a gradient.</summary>
    private protected static Value Regularized(float norm, Value x, Value gradient) => norm == 0 ? gradient : x * norm + gradient;

    /// <summary><paramref name="value"/> where T &gt; 0, else <paramref name="first"/>.</summary>
    private protected static Value AfterFirst(Value step, Value value, Value first) => step.Greater(0).Where(value, first);
}
