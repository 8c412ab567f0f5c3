namespace Nabla.Onnx;

/// <summary>Ops that ONNX Runtime's CUDA provider has kernels of float32 for, but none of bfloat16 (docs/OperatorKernels.md there, opsets 16 to 21): computed in float32, and what they
/// give rounded. The adjoint of Relu compares, so a network without them is rare.</summary>
sealed class WideBFloat16 : LocalRule
{
    static readonly HashSet<string> Missing =
    [
        "Ceil", "Clip", "Cos", "CumSum", "Elu", "Equal", "Floor", "Greater", "GreaterOrEqual", "HardSigmoid", "HardSwish", "LeakyRelu", "Less", "LessOrEqual", "Log", "LogSoftmax",
        "PRelu", "Pad", "Reciprocal", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSumSquare", "Round", "Selu",
        "Shrink", "Sin", "Softplus", "Softsign", "ThresholdedRelu",
    ];

    public override Value[]? Replace(Node node, RewriteSite site)
    {
        if (node.Op.Schema.Domain.Length > 0 || !Missing.Contains(node.Op.Schema.Name) || !node.Inputs.Any(v => v?.Element == ElementType.BFloat16)) return null;
        Value?[] inputs = [.. node.Inputs.Select(v => v?.Element == ElementType.BFloat16 ? site.Cast(v, ElementType.Float32) : v)];
        return node.Outputs[0].Element == ElementType.BFloat16 ? [site.Cast(site.Add(node.Op, null, inputs), ElementType.BFloat16, node)] : [site.Add(node.Op, node, inputs)];
    }
}
