namespace Nabla;

/// <summary>What differentiating asks of values, in either mode.</summary>
static class Differentiable
{
    /// <summary>The one program of some floating-point values.</summary>
    /// <param name="of">What is differentiated.</param>
    /// <param name="wrt">What with respect to; replaced by all parameters if there is none.</param>
    public static Program Check(IReadOnlyList<Value> of, ref Value[] wrt)
    {
        var program = of.Count > 0 ? of[0].Graph.Program : throw new NablaException("There is nothing to differentiate: name at least one value.");
        if (wrt.Length == 0) wrt = [.. program.Parameters];
        foreach (var v in of.Concat(wrt))
        {
            if (v.Graph.Program != program) throw new NablaException($"'{v.Name}' belongs to another program than '{of[0].Name}'.");
            if (!v.Element.IsFloat()) throw new NablaException($"'{v.Name}' is {v.Type}: only floating-point values have derivatives.");
        }
        return program;
    }
}
