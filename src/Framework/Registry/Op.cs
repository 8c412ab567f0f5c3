using System.Diagnostics.CodeAnalysis;

namespace Nabla;

/// <summary>An operator: what it is called in ONNX, what shape it yields, how it is computed, how it is differentiated. Its constructor parameters
/// are the ONNX attributes, so two nodes do the same exactly if their records are equal (floats by their bits).</summary>
/// <remarks>An op gives a shape rule and a kernel, or a <see cref="Body"/> of other ops from which both follow; and an adjoint rule where it is differentiable.</remarks>
[DynamicallyAccessedMembers(OpSchema.Reflected)]
public abstract record Op
{
    OpSchema? _schema;

    /// <summary>What the class declares.</summary>
    public OpSchema Schema => _schema ??= OpSchema.Of(this);

    /// <summary>The shape rule: the types of all outputs.</summary>
    /// <exception cref="GraphException">The inputs break a rule of the op; raised through <see cref="Inference.Error"/>.</exception>
    public virtual TensorType[] Infer(Inference x) => Bodies.Infer(this, x);

    /// <summary>The elements of the first output as dimensions, where the op computes with shapes; null where they are not known.</summary>
    public virtual Dim[]? Content(Inference x) => null;

    /// <summary>The op in terms of others, in <paramref name="graph"/>; null where it has no body (for the shapes at hand).</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="x">The inputs, values of that graph; null where left out.</param>
    /// <returns>One value an output.</returns>
    public virtual Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => null;

    /// <summary>True if for these inputs the body is to be run, though the op has a kernel of its own for others.</summary>
    public virtual bool PrefersBody(IReadOnlyList<Value?> x) => false;

    /// <summary>The op as a node with so many outputs means it, where their number is part of the meaning: what a reader asks before it adds the node.</summary>
    /// <param name="outputs">How many outputs the node names, left-out ones before the last included.</param>
    /// <param name="x">The inputs; null where left out.</param>
    public virtual Op ForOutputs(int outputs, IReadOnlyList<Value?> x) => this;

    /// <summary>The oldest version that has the op with these attributes and inputs: later than the first one listed where one of them was added since.</summary>
    /// <param name="x">The inputs; null where left out.</param>
    public virtual int OldestVersion(IReadOnlyList<Value?> x) => Schema.Since[0];

    /// <summary>The same in an older version of the operator set, the reverse of an <see cref="Upgrade"/>: what a writer of old files asks, again and again. Null where
    /// there is none for these attributes and inputs; then the body is written.</summary>
    /// <param name="x">The inputs; null where left out.</param>
    public virtual OlderForm? Downgrade(IReadOnlyList<Value?> x) => null;

    /// <summary>The adjoint rule: for each input the contribution of this node to its adjoint, linear in the adjoints of the outputs.
    /// Null, or a list that ends early, stands for zero. Only inputs that <see cref="Pullback.Wants"/> names are used.</summary>
    public virtual Value?[] Adjoint(Pullback p) => throw p.Missing($"{Schema.Identifier} has no adjoint rule");

    /// <summary>The tangent rule: for each output the tangent that follows from those of the inputs; null stands for zero. An op needs none: without
    /// one, the tangent is the transpose of its adjoint.</summary>
    public virtual Value?[] Tangent(Pushforward p) => throw new NotSupportedException($"{Schema.Identifier} has no tangent rule of its own.");

    /// <summary>True for an input on which no output depends smoothly: its derivative is zero wherever there is one. Integer and bool inputs need no mention.</summary>
    public virtual bool HasZeroDerivative(int input) => false;

    /// <summary>True if inputs broadcast as in NumPy; what a contribution has more than its input is then summed once, for the rule.</summary>
    public virtual bool Broadcasts => false;

    /// <summary>False for an op that gives something else each time (random numbers): never merged with an equal one, never folded.</summary>
    public virtual bool IsPure => true;

    /// <summary>True if the first output is the same bytes as the first input, only seen with another shape: nothing is copied.</summary>
    public virtual bool IsView => false;

    /// <summary>True if the kernel may write output <paramref name="output"/> over input <paramref name="input"/> of the same size: where it has
    /// written it never reads that input again.</summary>
    public virtual bool CanOverwrite(int input, int output) => false;

    /// <summary>True if the kernel knows float32, float64 and integers of 32 and 64 bits alone, and the op means the same for smaller numbers once its results are
    /// rounded to their type: then those are cast before it and behind it.</summary>
    public virtual bool ComputesWide => false;

    /// <summary>A kernel for concrete shapes and addresses; called once per node and executable. Null where the op has none for these types.</summary>
    public virtual Kernel? Bind(Binding b) => null;

    /// <summary>Equal attributes, floats by their bits.</summary>
    public virtual bool Equals(Op? other) => other is not null && EqualityContract == other.EqualityContract && Schema.FloatsEqual(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
