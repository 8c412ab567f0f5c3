namespace Nabla.Training;

/// <summary>An update rule as one op of ONNX's own set <c>ai.onnx.preview.training</c> for each parameter: a file holds it under its name, with a function for runtimes
/// that have no kernel. The plugin Optimizers provides the ops.</summary>
/// <remarks>ONNX's rules count steps from 0 and correct nothing at the first; its Adam adds ε to the root of the uncorrected moment. <see cref="Training.Adam"/> is the usual one.</remarks>
public sealed class OptimizerOp : Optimizer
{
    const string Domain = "ai.onnx.preview.training";

    readonly string _op;
    readonly string[] _states;
    readonly Dictionary<string, object> _attributes;

    OptimizerOp(LearningRate rate, string op, string[] states, Dictionary<string, object> attributes) : base(rate) => (_op, _states, _attributes) = (op, states, attributes);

    /// <summary>G' = ν·X + G; V ← α·V + (1 − α)·G'; H ← β·H + (1 − β)·G'²; X ← (1 − μ)·(X − r·V/(√H + ε)), r = R·√(1 − βᵀ)/(1 − αᵀ), and R at the first step.</summary>
    /// <param name="learningRate">R; by default 0.001.</param>
    /// <param name="alpha">α in [0, 1).</param>
    /// <param name="beta">β in [0, 1).</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="normCoefficient">ν, at least 0.</param>
    /// <param name="normCoefficientPost">μ, at least 0.</param>
    /// <exception cref="NablaException">A number is out of range.</exception>
    public static OptimizerOp Adam(LearningRate? learningRate = null, double alpha = 0.9, double beta = 0.999, double epsilon = 1e-6, double normCoefficient = 0, double normCoefficientPost = 0) =>
        new(learningRate ?? 1e-3, "Adam", ["v", "h"], new()
        {
            ["alpha"] = Number(alpha, "α", below: 1),
            ["beta"] = Number(beta, "β", below: 1),
            ["epsilon"] = Number(epsilon, "ε"),
            ["norm_coefficient"] = Number(normCoefficient, "norm coefficient"),
            ["norm_coefficient_post"] = Number(normCoefficientPost, "later norm coefficient"),
        });

    /// <summary>G' = ν·X + G; V ← α·V + β'·G', β' = β but 1 at the first step; X ← X − R·V, or with Nesterov's look-ahead X − R·(G' + α·V).</summary>
    /// <param name="learningRate">R.</param>
    /// <param name="alpha">α in [0, 1).</param>
    /// <param name="beta">β, at least 0.</param>
    /// <param name="nesterov">True for the look-ahead.</param>
    /// <param name="normCoefficient">ν, at least 0.</param>
    /// <exception cref="NablaException">A number is out of range.</exception>
    public static OptimizerOp Momentum(LearningRate learningRate, double alpha = 0.9, double beta = 1, bool nesterov = false, double normCoefficient = 0) =>
        new(learningRate, "Momentum", ["v"], new()
        {
            ["alpha"] = Number(alpha, "α", below: 1),
            ["beta"] = Number(beta, "β"),
            ["mode"] = nesterov ? "nesterov" : "standard",
            ["norm_coefficient"] = Number(normCoefficient, "norm coefficient"),
        });

    /// <summary>r = R/(1 + T·d); G' = ν·X + G; H ← H + G'²; X ← X − r·G'/(√H + ε).</summary>
    /// <param name="learningRate">R; by default 0.01.</param>
    /// <param name="epsilon">ε, at least 0.</param>
    /// <param name="decayFactor">d, at least 0.</param>
    /// <param name="normCoefficient">ν, at least 0.</param>
    /// <exception cref="NablaException">A number is out of range.</exception>
    public static OptimizerOp Adagrad(LearningRate? learningRate = null, double epsilon = 1e-6, double decayFactor = 0, double normCoefficient = 0) =>
        new(learningRate ?? 1e-2, "Adagrad", ["h"], new()
        {
            ["epsilon"] = Number(epsilon, "ε"),
            ["decay_factor"] = Number(decayFactor, "decay factor"),
            ["norm_coefficient"] = Number(normCoefficient, "norm coefficient"),
        });

    /// <inheritdoc/>
    protected override Value Update(UpdateGraph update, Value p, Value g)
    {
        Value[] states = [.. _states.Select(update.NewState)];
        var results = update.Graph.Add(update.Graph.Registry.Make(_op, _attributes, Domain), [update.LearningRate, update.StepsBefore, p, g, .. states]);
        for (int s = 0; s < states.Length; s++) update.Bind(states[s], results[s + 1]);
        return results[0];
    }

    static object Number(double value, string name, double below = double.PositiveInfinity) => (float)Check(value, name, below);

    /// <summary><c>ai.onnx.preview.training.Adam</c>.</summary>
    public override string ToString() => $"{Domain}.{_op}";
}
