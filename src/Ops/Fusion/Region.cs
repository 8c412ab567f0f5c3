namespace Nabla.Ops;

/// <summary>One step of a region: an elementwise formula applied to inputs of the region and results of earlier steps.</summary>
/// <param name="Op">The formula.</param>
/// <param name="Operands">For each operand of the formula: an input of the region, an earlier step, or a constant.</param>
/// <param name="Element">The element type of the result.</param>
public sealed record RegionStep(IElementwise Op, IReadOnlyList<RegionOperand> Operands, ElementType Element);

/// <summary>Where a step reads.</summary>
/// <param name="Kind">Input, step or constant.</param>
/// <param name="Index">The number of the input or step.</param>
/// <param name="Constant">The constant.</param>
public readonly record struct RegionOperand(RegionOperandKind Kind, int Index, double Constant = 0);

/// <summary>What an operand of a step is.</summary>
public enum RegionOperandKind
{
    /// <summary>An input of the region.</summary>
    Input,
    /// <summary>The result of an earlier step.</summary>
    Step,
    /// <summary>A number, the same for every element.</summary>
    Constant,
}

/// <summary>Elementwise steps over one shape that run in one sweep: nothing between them reaches memory beyond the first cache.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Steps">The steps, each after those it reads.</param>
/// <param name="Outputs">The steps whose results leave the region, in the order of the outputs.</param>
public sealed record Region(int Inputs, IReadOnlyList<RegionStep> Steps, IReadOnlyList<int> Outputs)
{
    /// <summary>The region that is a single op.</summary>
    public static Region Of(IElementwise op, int inputs, ElementType element)
    {
        var steps = new List<RegionStep>();
        Append(steps, op, [.. Enumerable.Range(0, inputs).Select(i => new RegionOperand(RegionOperandKind.Input, i))], element);
        return new(inputs, steps, [steps.Count - 1]);
    }

    /// <summary>What an elementwise node or a fused one computes; null for any other.</summary>
    internal static Region? Of(Node node) => node.Op switch
    {
        Fused fused => fused.Region,
        IElementwise op when node.Inputs.All(v => v is not null) => Of(op, node.Inputs.Count, node.Outputs[0].Element),
        _ => null,
    };

    /// <summary>Adds an op as one step, or as a row of steps if it takes any number of inputs; the last step is its result.</summary>
    internal static void Append(List<RegionStep> steps, IElementwise op, IReadOnlyList<RegionOperand> inputs, ElementType element)
    {
        if (!op.IsVariadic)
        {
            steps.Add(new(op, [.. inputs, .. op.Constants.Select(c => new RegionOperand(RegionOperandKind.Constant, 0, c))], element));
            return;
        }
        steps.Add(new(op, [inputs[0], inputs[inputs.Count > 1 ? 1 : 0]], element));
        for (int i = 2; i < inputs.Count; i++) steps.Add(new(op, [new(RegionOperandKind.Step, steps.Count - 1), inputs[i]], element));
    }

    /// <summary>True if an output may be written over an input: every step that reads the input runs before, or in the sweep that writes.</summary>
    internal bool MayOverwrite(int input, int output)
    {
        var stage = RegionPlan.StageOf(this);
        for (int s = 0; s < Steps.Count; s++)
            if (stage[s] > Outputs[output] && Steps[s].Operands.Any(o => o.Kind == RegionOperandKind.Input && o.Index == input)) return false;
        return true;
    }

    /// <summary>The steps as formulas, <c>x</c> the inputs, <c>y</c> the outputs, <c>t</c> what stays inside: <c>{t0 = Add(x0, x1); y0 = Relu(t0)}</c>.</summary>
    public override string ToString()
    {
        string Name(int step) => Outputs.ToList().IndexOf(step) is var k and >= 0 ? $"y{k}" : $"t{step}";
        string Text(RegionOperand o) => o.Kind switch
        {
            RegionOperandKind.Input => $"x{o.Index}",
            RegionOperandKind.Step => Name(o.Index),
            _ => ((float)o.Constant).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        };
        return $"{{{string.Join("; ", Steps.Select((s, i) => $"{Name(i)} = {((Op)s.Op).Schema.Name}({string.Join(", ", s.Operands.Select(Text))})"))}}}";
    }
}
