using Nabla.Ops;

namespace Nabla.Symbolic;

/// <summary>Expressions as nodes of a graph.</summary>
public static class GraphBuilding
{
    extension(Expression f)
    {
        /// <summary>Adds the nodes that compute the expression, each distinct sub-expression once, and returns its value.</summary>
        /// <param name="graph">Where to; its registry must have the ops.</param>
        /// <param name="variables">A value of the graph for each variable; by default the inputs of that name, which are declared as float64 scalars where they are not
        /// there yet. Numbers take their element type.</param>
        /// <exception cref="NablaException">A variable has no value.</exception>
        public Value ToGraph(Graph graph, IReadOnlyDictionary<string, Value>? variables = null)
        {
            var values = variables ?? f.Variables.ToDictionary(name => name, name => graph.Inputs.FirstOrDefault(i => i.Name == name) ?? graph.Input(name, ElementType.Float64, Shape.Scalar));
            var element = values.Count > 0 ? values.First().Value.Element : ElementType.Float64;
            return f.Fold<Value>((e, of) => e switch
            {
                Number(var value) => graph.Constant(Tensor.Literal(element, value)),
                Negation(Number(var value)) => graph.Constant(Tensor.Literal(element, -value)),
                NamedConstant constant => graph.Constant(Tensor.Literal(element, constant.Value)),
                Symbol(var name) => values.TryGetValue(name, out var value) ? value : throw new NablaException($"The variable '{name}' has no value in the graph; give one for each of {string.Join(", ", f.Variables)}."),
                Negation => -of[0],
                Sum => of[0] + of[1],
                Difference => of[0] - of[1],
                Product => of[0] * of[1],
                Quotient => of[0] / of[1],
                Power => of[0].Pow(of[1]),
                Application(var function, _) => function.Node(of[0]),
                _ => throw new InvalidOperationException(e.GetType().Name),
            });
        }
    }
}
