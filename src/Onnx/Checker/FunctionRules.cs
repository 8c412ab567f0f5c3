using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of the functions that a model defines.</summary>
static class FunctionRules
{
    const int MaxFunctions = 10_000;
    const long FirstWithDefaults = 9, FirstWithOverloads = 10;

    public static void Check(CheckContext c, RepeatedField<FunctionProto> functions)
    {
        if (!c.Require(functions.Count <= MaxFunctions, $"the model has {functions.Count} functions; at most {MaxFunctions} are allowed")) return;
        foreach (var same in functions.GroupBy(Key).Where(g => g.Count() > 1))
            c.Error($"the function '{Domains.Title(same.Key.Domain, same.Key.Name)}' is defined {same.Count()} times");
        FunctionCalls.Check(c, functions);
        foreach (var function in functions) Check(c.ForFunction(function), function);
    }

    public static (string Domain, string Name, string Overload) Key(FunctionProto f) => (Domains.Canonical(f.Domain), f.Name, f.Overload);

    static void Check(CheckContext c, FunctionProto f)
    {
        var what = $"function '{f.Name}'";
        c.Require(f.Name.Length > 0, "a function has no name");
        c.Require(f.HasDomain, $"{what} has no domain");
        c.Require(f.OpsetImport.Count > 0 || f.Node.Count == 0, $"{what} imports no operator set");
        if (f.AttributeProto.Count > 0 && c.IrVersion < FirstWithDefaults) c.Error($"{what} has attributes with defaults, which need IR version {FirstWithDefaults}");
        if (f.Overload.Length > 0 && c.IrVersion < FirstWithOverloads) c.Error($"{what} has an overload, which needs IR version {FirstWithOverloads}");
        OpsetRules.Check(c, f.OpsetImport, what);
        Unique(c, f.Attribute.Concat(f.AttributeProto.Select(a => a.Name)), $"attributes of {what}");
        Unique(c, f.Output, $"outputs of {what}");
        // Nothing around a function is seen from inside.
        var names = new NameTable();
        foreach (var input in f.Input)
        {
            c.Require(!names.IsOwn(input), $"two inputs of {what} are called '{input}'");
            names.Add(input);
        }
        GraphRules.CheckNodes(c, f.Node, names);
        foreach (var output in f.Output) c.Require(names.IsOwn(output), $"output '{output}' of {what} is computed by no node of it");
    }

    static void Unique(CheckContext c, IEnumerable<string> names, string what)
    {
        foreach (var same in names.GroupBy(n => n).Where(g => g.Count() > 1)) c.Error($"two {what} are called '{same.Key}'");
    }
}
