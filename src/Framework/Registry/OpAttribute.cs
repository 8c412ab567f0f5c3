namespace Nabla;

/// <summary>Names an op class: its ONNX name and every since-version whose meaning the class has. Read from metadata, without running the class.</summary>
/// <param name="name">The ONNX name, such as <c>Relu</c>.</param>
/// <param name="since">Every opset version that introduced or restated the op with this meaning, such as 1, 6, 13, 14.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OpAttribute(string name, params int[] since) : Attribute
{
    /// <summary>The ONNX name.</summary>
    public string Name { get; } = name;

    /// <summary>The since-versions.</summary>
    public int[] Since { get; } = since;

    /// <summary>The operator set; empty for ONNX's own.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Inputs and outputs by their ONNX names: <c>A, B, C? -> Y</c>; <c>?</c> marks an optional one, <c>+</c> one or
    /// more, <c>*</c> any number.</summary>
    public string Signature { get; init; } = "X -> Y";
}

/// <summary>The ONNX name of an attribute where it is not the constructor parameter's name in snake_case, such as <c>transA</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OnnxNameAttribute(string name) : Attribute
{
    /// <summary>The name in ONNX.</summary>
    public string Name { get; } = name;
}

/// <summary>The ops of other plugins that the rules of this plugin are written with; checked when it is loaded.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NeedsOpsAttribute(params string[] ops) : Attribute
{
    /// <summary>ONNX names, in ONNX's own domain.</summary>
    public string[] Ops { get; } = ops;
}
