using Nabla.Ops;

namespace Nabla.Training;

/// <summary>The update graph of a program while an optimizer writes it: the learning rate, the step count, state beside each parameter.</summary>
public sealed class UpdateGraph
{
    readonly List<Variable> _state = [];
    readonly Dictionary<string, Value> _shared = [];
    Value? _target;

    internal UpdateGraph(Graph graph)
    {
        Graph = graph;
        Rate = graph.Input(graph.Program.FreeName("learning_rate"), ElementType.Float32, []);
    }

    /// <summary>The updates of a step that is whole already.</summary>
    internal UpdateGraph(Graph graph, Value? rate, IEnumerable<Variable> state)
    {
        (Graph, Rate) = (graph, rate);
        _state.AddRange(state);
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>The scalar input <c>learning_rate</c>, float32.</summary>
    /// <exception cref="NablaException">A step that was read from a file has none.</exception>
    public Value LearningRate => Rate ?? throw new NablaException("The stored step takes no learning rate.");

    internal Value? Rate { get; }

    /// <summary>The optimizer's state, in the order of its making: what a checkpoint holds beside the parameters.</summary>
    public IReadOnlyList<Variable> State => _state;

    /// <summary>The number of the present step, 1 at the first: a float32 state <c>t</c> shared by all parameters, exact up to 2²⁴ steps.</summary>
    public Value Step => Once("step", NextStep);

    /// <summary>The number of steps before the present one, 0 at the first: an int64 state <c>t</c> shared by all parameters.</summary>
    public Value StepsBefore => Once("steps before", () =>
    {
        var t = Declare(Graph.Program.FreeName("t"), ElementType.Int64, []);
        Bind(t, t + 1);
        return t;
    });

    /// <summary>A new state of the present parameter's type, zero at first, named after it: <c>fc1.weight.m</c>.</summary>
    public Value NewState(string suffix) => Declare(Graph.Program.FreeName($"{_target!.Name}.{suffix}"), _target.Element, _target.Shape.ToSizes());

    /// <summary>A value that all parameters share, made when it is first asked for.</summary>
    public Value Once(string what, Func<Value> make) => _shared.TryGetValue(what, out var known) ? known : _shared[what] = make();

    /// <summary>Binds the next value of a state.</summary>
    public void Bind(Value state, Value next)
    {
        if (Accepts is not null) next = Accepts.Where(next, Graph.Capture(state));
        Graph.Program.Bind(state, Graph.Output(next, Graph.Program.FreeName($"{state.Name}.new", next)));
    }

    /// <summary>Where this is false, variables that are bound from here on keep their values; null for always true.</summary>
    internal Value? Accepts { get; set; }

    /// <summary>A new number, kept between steps.</summary>
    internal Value Declare(string name, double initial) => Declare(Graph.Program.FreeName(name), ElementType.Float32, [], initial);

    /// <summary>Counts a state of an earlier graph among those of the optimizer.</summary>
    internal void Adopt(Value state) => _state.Add(state.Variable!);

    internal Value Enter(Value target)
    {
        _target = target;
        return Graph.Capture(target);
    }

    Value NextStep()
    {
        var t = Declare(Graph.Program.FreeName("t"), ElementType.Float32, []);
        var next = t + 1;
        Bind(t, next);
        return next;
    }

    Value Declare(string name, ElementType element, ReadOnlySpan<long> sizes, double initial = 0)
    {
        var variable = new Variable(name, Tensor.Filled(element, initial, sizes));
        _state.Add(variable);
        return Graph.State(variable);
    }
}
