namespace Nabla.Symbolic;

/// <summary>How many operations it takes to evaluate something as it is written.</summary>
/// <param name="Additions">Sums, differences and changes of sign; the sign of a number costs nothing.</param>
/// <param name="Multiplications">Products.</param>
/// <param name="Divisions">Quotients.</param>
/// <param name="Powers">Powers.</param>
/// <param name="Functions">Calls of functions.</param>
public readonly record struct OperationCount(long Additions = 0, long Multiplications = 0, long Divisions = 0, long Powers = 0, long Functions = 0)
{
    /// <summary>All together.</summary>
    public long Total => Plus(Plus(Plus(Plus(Additions, Multiplications), Divisions), Powers), Functions);

    /// <summary>Both together; a number that a long cannot hold stays the largest.</summary>
    public static OperationCount operator +(OperationCount a, OperationCount b) => new(
        Plus(a.Additions, b.Additions), Plus(a.Multiplications, b.Multiplications), Plus(a.Divisions, b.Divisions), Plus(a.Powers, b.Powers), Plus(a.Functions, b.Functions));

    static long Plus(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    /// <summary>Of a formula as it is written: what occurs twice is computed twice.</summary>
    public static OperationCount Of(Expression expression) => expression.Fold<OperationCount>((e, of) => of.Aggregate(Own(e), (sum, o) => sum + o));

    /// <summary>Of several formulas, each by itself.</summary>
    public static OperationCount Of(IEnumerable<Expression> expressions) => expressions.Aggregate(default(OperationCount), (sum, e) => sum + Of(e));

    /// <summary>Of graphs, each node once, but for those that depend on constants alone and are computed beforehand; ops other than those of arithmetic count as functions.</summary>
    /// <param name="graphs">Graphs of one program, in its order.</param>
    public static OperationCount Of(params IEnumerable<Graph> graphs)
    {
        var count = default(OperationCount);
        var known = new HashSet<Value>();
        foreach (var node in graphs.SelectMany(g => g.Nodes))
        {
            if (node.Inputs.All(v => v is null || v.KnownTensor is not null || known.Contains(v.Source ?? v))) known.UnionWith(node.Outputs);
            else count += Own(node);
        }
        return count;
    }

    static OperationCount Own(Expression e) => e switch
    {
        Negation(Number) => default,
        Sum or Difference or Negation => new(Additions: 1),
        Product => new(Multiplications: 1),
        Quotient => new(Divisions: 1),
        Power => new(Powers: 1),
        Application => new(Functions: 1),
        _ => default,
    };

    static OperationCount Own(Node node) => node.Op.Schema.Name switch
    {
        "Add" or "Sub" or "Neg" => new(Additions: 1),
        "Mul" => new(Multiplications: 1),
        "Div" or "Reciprocal" => new(Divisions: 1),
        "Pow" => new(Powers: 1),
        _ => new(Functions: 1),
    };
}
