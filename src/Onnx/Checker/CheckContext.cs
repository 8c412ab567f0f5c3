using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>What the rules share: the findings so far, and what the model says of versions and functions.</summary>
sealed class CheckContext
{
    string? _node;

    public CheckContext(ModelProto model, Registry? registry)
    {
        (IrVersion, Registry) = (model.IrVersion, registry);
        Opsets = OpsetRules.Versions(model.OpsetImport);
        ModelOpsets = Opsets;
        Functions = model.Functions.Select(f => (Domains.Canonical(f.Domain), f.Name, f.Overload)).ToHashSet();
    }

    CheckContext(CheckContext outer, IReadOnlyDictionary<string, long> opsets)
    {
        (IrVersion, Registry, ModelOpsets, Functions, Findings) = (outer.IrVersion, outer.Registry, outer.ModelOpsets, outer.Functions, outer.Findings);
        (Opsets, IsFunction) = (opsets, true);
    }

    public List<Finding> Findings { get; } = [];

    public long IrVersion { get; }

    public Registry? Registry { get; }

    /// <summary>Versions of the operator sets as imported here: by the model or by the function that is checked; keys as they stand in the file.</summary>
    public IReadOnlyDictionary<string, long> Opsets { get; }

    /// <summary>Those that the model imports.</summary>
    public IReadOnlyDictionary<string, long> ModelOpsets { get; }

    /// <summary>True within the body of a function.</summary>
    public bool IsFunction { get; }

    /// <summary>The functions of the model.</summary>
    public IReadOnlySet<(string Domain, string Name, string Overload)> Functions { get; }

    public void Error(string rule) => Findings.Add(new(Severity.Error, _node, $"{rule}."));

    public void Warn(string rule) => Findings.Add(new(Severity.Warning, _node, $"{rule}."));

    /// <summary>Reports an error unless <paramref name="holds"/>, and returns it.</summary>
    public bool Require(bool holds, string rule)
    {
        if (!holds) Error(rule);
        return holds;
    }

    public CheckContext ForFunction(FunctionProto function) => new(this, OpsetRules.Versions(function.OpsetImport));

    /// <summary>Names a node in all findings of an action.</summary>
    public void About(NodeProto node, Action check)
    {
        var outer = _node;
        _node = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(o => o.Length > 0) ?? node.OpType;
        check();
        _node = outer;
    }
}
