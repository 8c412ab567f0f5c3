using System.Globalization;

namespace Nabla.Training;

/// <summary>An update rule, written as a graph: it reads parameters and their adjoints, keeps its state in variables, and binds a new value to each.</summary>
public abstract class Optimizer
{
    /// <summary>A rule with a learning rate.</summary>
    /// <param name="learningRate">A number or a course.</param>
    protected Optimizer(LearningRate learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate; fed to the graph at every step.</summary>
    public LearningRate LearningRate { get; }

    /// <summary>Appends the update graph to a program: an input <c>learning_rate</c>, and for each parameter that has an adjoint its new value.</summary>
    /// <param name="program">The program of the parameters.</param>
    /// <param name="adjoint">The adjoints, of a loss with respect to parameters.</param>
    /// <returns>What was built.</returns>
    /// <exception cref="NablaException">No parameter has an adjoint.</exception>
    public UpdateGraph Build(Program program, Adjoint adjoint) => Build(program, adjoint, scaling: null);

    internal UpdateGraph Build(Program program, Adjoint adjoint, LossScaling? scaling)
    {
        var update = new UpdateGraph(program.AddGraph("update"));
        Value[] trained = [.. adjoint.Wrt.Where(t => t.Kind == ValueKind.Parameter && adjoint.TryGet(t) is not null)];
        if (trained.Length == 0) throw new NablaException("There is nothing to train: the loss depends smoothly on no parameter.");
        // Captured in turn with its parameter unless all are looked at first.
        var gradients = scaling?.Begin(update, [.. trained.Select(t => update.Graph.Capture(adjoint.TryGet(t)!))]);
        for (int i = 0; i < trained.Length; i++)
        {
            var parameter = update.Enter(trained[i]);
            var next = Update(update, parameter, gradients?[i] ?? update.Graph.Capture(adjoint.TryGet(trained[i])!));
            update.Bind(trained[i], next);
        }
        return update;
    }

    /// <summary>The rule: the new value of one parameter.</summary>
    /// <param name="update">Gives the learning rate and state.</param>
    /// <param name="p">The parameter, in the update graph.</param>
    /// <param name="g">Its adjoint, in the update graph.</param>
    protected abstract Value Update(UpdateGraph update, Value p, Value g);

    /// <summary>Checks a coefficient.</summary>
    /// <exception cref="NablaException">It is outside [0, <paramref name="below"/>).</exception>
    protected static double Check(double value, string name, double below = double.PositiveInfinity) =>
        value >= 0 && value < below ? value
            : throw new NablaException(string.Create(CultureInfo.InvariantCulture, $"An optimizer's {name} of {value} is out of range; it must be at least 0{(double.IsInfinity(below) ? "" : $" and below {below}")}."));
}
