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
    public UpdateGraph Build(Program program, Adjoint adjoint)
    {
        var update = new UpdateGraph(program.AddGraph("update"));
        int trained = 0;
        foreach (var target in adjoint.Wrt)
        {
            if (target.Kind != ValueKind.Parameter || adjoint.TryGet(target) is not { } gradient) continue;
            var parameter = update.Enter(target);
            var next = Update(update, parameter, update.Graph.Capture(gradient));
            program.Bind(target, update.Graph.Output(next, program.FreeName($"{target.Name}.new", next)));
            trained++;
        }
        return trained > 0 ? update : throw new NablaException("There is nothing to train: the loss depends smoothly on no parameter.");
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
