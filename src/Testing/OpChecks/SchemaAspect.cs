using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>What the class declares against what the op does.</summary>
static class SchemaAspect
{
    const double Step = 1e-3;

    public static Finding Check(Registry registry, OpSample sample, int seed)
    {
        var schema = sample.Op.Schema;
        Op again = schema.Create(schema.NonDefault(sample.Op).ToDictionary(a => a.Attribute.OnnxName, a => a.Value));
        if (!again.Equals(sample.Op) || again.GetHashCode() != sample.Op.GetHashCode())
            return Fail($"an op made of the same attributes is not equal to it ({Text(sample.Op)} and {Text(again)}): each attribute is a constructor parameter with a property of that value, lists are AttributeList");
        return Optional(registry, sample, seed) ?? ZeroDerivatives(registry, sample, seed) ?? new(Aspect.Schema, Verdict.Pass);
    }

    // An optional input that is given may be left out, if it is the last: refused with a reason, or computed.
    static Finding? Optional(Registry registry, OpSample sample, int seed)
    {
        int last = sample.Inputs.Length - 1;
        if (last < 0 || !sample.Op.Schema.Signature.Input(last).IsOptional || sample.Op.Schema.Signature.Input(last).IsVariadic || sample.Inputs[last] is null) return null;
        try
        {
            Evaluate.Op(registry, sample.Op, sample.Draw(ElementType.Float32, seed)[..last], sample.Constant);
        }
        catch (GraphException)
        {
            // It says why.
        }
        catch (Exception e)
        {
            return Fail($"the signature calls input {last} '{sample.Op.Schema.Signature.Input(last).Name}' optional; without it: {e.Message}");
        }
        return null;
    }

    // An input that is declared to have no slope is moved everywhere at once: what follows smoothly moves everywhere a little.
    static Finding? ZeroDerivatives(Registry registry, OpSample sample, int seed)
    {
        for (int i = 0; i < sample.Inputs.Length; i++)
        {
            if (sample.Inputs[i] is not { IsFloat: true } || sample.Constant.Contains(i) || !sample.Op.HasZeroDerivative(i) || !sample.Op.IsPure) continue;
            var at = sample.Draw(ElementType.Float64, seed);
            if (at[i]!.Count == 0) continue;
            var before = Evaluate.Op(registry, sample.Op, at, sample.Constant);
            var slopes = new List<double>();
            foreach (double step in (double[])[Step, Step / 1024])
            {
                Tensor?[] moved = [.. at];
                moved[i] = Tensor.Of([.. at[i]!.Span<double>().ToArray().Select(v => v + step)], at[i]!.Dims);
                var after = Evaluate.Op(registry, sample.Op, moved, sample.Constant);
                slopes.Add(before.Zip(after).Where(p => p.First.Element == ElementType.Float64).Select(p => Vectors.Distance(p.First.Span<double>(), p.Second.Span<double>()) / step).DefaultIfEmpty().Max());
            }
            // A jump has a slope that grows as the step shrinks; one that stays is a derivative.
            if (slopes[0] > 1e-6 && slopes[1] / slopes[0] is > 0.5 and < 2)
                return Fail(FormattableString.Invariant($"HasZeroDerivative says that nothing depends smoothly on input {i}; an output moves with it, slope {slopes[1]:G3}"));
        }
        return null;
    }

    internal static string Text(Op op) => $"{op.Schema.Name}({string.Join(", ", op.Schema.Attributes.Select(a => $"{a.OnnxName}={Convert.ToString(a.ValueOf(op), System.Globalization.CultureInfo.InvariantCulture)}"))})";

    static Finding Fail(string message) => new(Aspect.Schema, Verdict.Fail, message);
}
