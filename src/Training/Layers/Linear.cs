using Nabla.Ops;

namespace Nabla.Training;

/// <summary>y = x·W + b. Parameters <c>weight</c> [in, out] and <c>bias</c> [out].</summary>
public sealed class Linear : Layer
{
    readonly Initializer _weights, _biases;

    /// <summary>A fully connected layer.</summary>
    /// <param name="inFeatures">Features of the input, at least 1.</param>
    /// <param name="outFeatures">Features of the output, at least 1.</param>
    /// <param name="bias">False to leave b out.</param>
    /// <param name="weights">The first value of W; by default <see cref="Initializer.HeNormal"/>.</param>
    /// <param name="biases">The first value of b; by default zeros, or the same as the weights for <see cref="Initializer.TorchLinear"/>.</param>
    public Linear(int inFeatures, int outFeatures, bool bias = true, Initializer? weights = null, Initializer? biases = null)
    {
        if (inFeatures < 1 || outFeatures < 1) throw new NablaException($"Linear({inFeatures}, {outFeatures}): both numbers of features must be at least 1.");
        (InFeatures, OutFeatures, HasBias) = (inFeatures, outFeatures, bias);
        _weights = weights ?? Initializer.HeNormal;
        _biases = biases ?? (_weights == Initializer.TorchLinear ? _weights : Initializer.Zeros);
    }

    /// <summary>Features of the input.</summary>
    public int InFeatures { get; }

    /// <summary>Features of the output.</summary>
    public int OutFeatures { get; }

    /// <summary>True if b is added.</summary>
    public bool HasBias { get; }

    /// <inheritdoc/>
    public override int? InputFeatures => InFeatures;

    /// <inheritdoc/>
    public override Value Build(ModelBuilder model, Value x)
    {
        var name = model.NameOf(this, "fc");
        if (x.Shape.Rank != 2 || !x.Shape[1].Is(InFeatures))
            throw new NablaException($"Layer '{name}', {this}, takes [N,{InFeatures}]; its input '{x.Name}' is {x.Shape}: make the sizes of neighbouring layers equal.");
        var fan = new Fan(InFeatures, OutFeatures);
        var w = model.Parameter(this, $"{name}.weight", [InFeatures, OutFeatures], _weights, fan);
        var b = HasBias ? model.Parameter(this, $"{name}.bias", [OutFeatures], _biases, fan) : null;
        return x.Gemm(w, b);
    }

    /// <summary><c>Linear(784, 128)</c>.</summary>
    public override string ToString() => $"Linear({InFeatures}, {OutFeatures})";
}
