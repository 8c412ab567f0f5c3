namespace Nabla.Onnx;

/// <summary>Which revision of the file format an operator set version needs.</summary>
public static class IrVersions
{
    /// <summary>The newest revision that is known.</summary>
    public const int Newest = 14;

    /// <summary>The newest version of ONNX's own operator set that is known.</summary>
    public const int NewestOpset = 28;

    /// <summary>The oldest opset that files are written in: before it, several ops had other attributes in place of inputs.</summary>
    public const int OldestOpset = 7;

    // The IR version of the first ONNX release that had the opset, from opset 7 on; at least 4, from which initializers need not be inputs as well.
    static readonly int[] ByOpset = [4, 4, 4, 5, 6, 7, 7, 7, 8, 8, 8, 8, 9, 9, 10, 10, 11, 12, 13, 13, 13, 13];

    /// <summary>The oldest IR version that a file of this opset may state.</summary>
    /// <param name="opset">A version of ONNX's own operator set, <see cref="OldestOpset"/> to <see cref="NewestOpset"/>.</param>
    /// <exception cref="NablaException">The opset is out of range.</exception>
    public static int For(int opset) => opset is >= OldestOpset and <= NewestOpset ? ByOpset[opset - OldestOpset]
        : throw new NablaException($"Opset {opset} cannot be written; use one from {OldestOpset} to {NewestOpset} (21 is understood most widely).");
}
