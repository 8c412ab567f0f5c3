namespace Nabla.Training;

/// <summary>The last linear layer of a model: y = h·W + b.</summary>
/// <param name="Weight">W.</param>
/// <param name="Bias">b, or null.</param>
/// <param name="IsTransposed">W is [outputs, features], not [features, outputs].</param>
sealed record Head(Value Weight, Value? Bias, bool IsTransposed)
{
    /// <summary>The layer that gives <paramref name="output"/>, be it one Gemm, or a MatMul with or without an Add.</summary>
    /// <exception cref="NablaException">No such layer gives it.</exception>
    public static Head Of(Value output)
    {
        var node = output.Producer;
        Value? bias = null;
        if (Is(node, "Add"))
        {
            var product = node!.Inputs.FirstOrDefault(v => Is(v!.Producer, "MatMul"));
            if (product is not null) (bias, node) = (node!.Inputs.First(v => v != product), product.Producer);
        }
        else if (Is(node, "Gemm") && node!.Inputs.Count > 2) bias = node.Inputs[2];
        bool isTransposed = Is(node, "Gemm") && node!.Op.Schema.Attributes.Single(a => a.OnnxName == "transB").ValueOf(node.Op) is 1L;
        if (!Is(node, "Gemm") && !Is(node, "MatMul") || node!.Inputs[1] is not { Kind: ValueKind.Parameter, Shape.Rank: 2 } weight || bias is { Kind: not ValueKind.Parameter })
            throw new NablaException($"The head cannot be replaced: '{output.Name}' is given by {node?.Describe() ?? "no node"}, and a head is a Gemm, or a MatMul with or without an Add, "
                + "whose weights and bias are parameters. Name its output.");
        return new(weight, bias, isTransposed);
    }

    /// <summary>The variables in place of W and b, for another number of outputs.</summary>
    public IEnumerable<(Value Old, Variable New)> Resized(int outputs, ulong seed)
    {
        int features = (int)Weight.Shape[IsTransposed ? 1 : 0].Size;
        var fan = new Fan(features, outputs);
        yield return (Weight, Initializer.HeNormal.Create(Weight.Name, IsTransposed ? [outputs, features] : [features, outputs], fan, seed));
        if (Bias is null) yield break;
        long[] sizes = Bias.Shape.ToSizes();
        sizes[^1] = outputs;
        yield return (Bias, Initializer.Zeros.Create(Bias.Name, sizes, fan, seed));
    }

    static bool Is(Node? node, string name) => node?.Op.Schema is { Domain: "" } schema && schema.Name == name;
}
