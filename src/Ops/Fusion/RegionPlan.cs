using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Where a stage reads an operand from, or writes to.</summary>
/// <param name="Kind">The kind of memory.</param>
/// <param name="Index">Which input, output, scratch row or constant.</param>
readonly record struct StageSlot(StageSlotKind Kind, int Index);

enum StageSlotKind { Input, Output, Scratch, Constant }

/// <summary>One sweep over a piece of a row: an expression over at most sixteen operands.</summary>
sealed record Stage(StageCode Code, IReadOnlyList<StageSlot> Operands, StageSlot Target);

/// <summary>Cuts a region into stages. A step that is read twice, leaves the region, or lies too deep gets a stage of its own; the rest is
/// nested into the expression of the step that reads it.</summary>
sealed class RegionPlan
{
    // Beyond this depth the JIT stops inlining: 16 deep takes 0.4 ns an element, 20 deep 3 (measured on the prototype).
    const int MaxDepth = 16, MaxOperands = 16;

    static readonly Type[] Indices =
        [typeof(I0), typeof(I1), typeof(I2), typeof(I3), typeof(I4), typeof(I5), typeof(I6), typeof(I7), typeof(I8), typeof(I9), typeof(I10), typeof(I11), typeof(I12), typeof(I13), typeof(I14), typeof(I15)];

    readonly Region _region;
    readonly bool[] _inputIsBool, _inputIsSplat;
    readonly StageSlot?[] _home;
    readonly List<Stage> _stages = [];
    readonly List<double> _constants = [];

    RegionPlan(Region region, bool[] inputIsBool, bool[] inputIsSplat)
    {
        (_region, _inputIsBool, _inputIsSplat, _home) = (region, inputIsBool, inputIsSplat, new StageSlot?[region.Steps.Count]);
    }

    public IReadOnlyList<Stage> Stages => _stages;

    public IReadOnlyList<double> Constants => _constants;

    public int ScratchRows { get; private set; }

    /// <summary>Run step by step though code could be generated: lets tests compare the two. For the present thread.</summary>
    [field: ThreadStatic]
    internal static bool Chains { get; set; }

    public static RegionPlan Of<T>(Region region, bool[] inputIsBool, bool[] inputIsSplat) where T : unmanaged, INumber<T>
    {
        var plan = new RegionPlan(region, inputIsBool, inputIsSplat);
        if (RuntimeFeature.IsDynamicCodeSupported && !Chains) plan.Fuse<T>();
        else plan.Chain<T>();
        return plan;
    }

    [RequiresDynamicCode("Closes expression types at run time.")]
    void Fuse<T>() where T : unmanaged, INumber<T>
    {
        var kept = Kept(_region);
        for (int s = 0; s < _region.Steps.Count; s++)
        {
            if (!kept[s]) continue;
            var operands = new List<StageSlot>();
            var expression = Build(s, operands, inner: false);
            int output = OutputOf(s);
            bool asBools = output >= 0 && _region.Steps[s].Element == ElementType.Bool;
            var target = output >= 0 ? new StageSlot(StageSlotKind.Output, output) : new(StageSlotKind.Scratch, ScratchRows++);
            _stages.Add(new(StageCompiler.Of<T>(expression, asBools ? typeof(StoreBools) : typeof(StoreElements)), operands, target));
            _home[s] = target;
        }
    }

    // Which steps get a stage: decided from the last to the first reader, so that no expression is too deep or reads too much.
    static bool[] Kept(Region region)
    {
        int n = region.Steps.Count;
        var (kept, uses, depth, reads) = (new bool[n], new int[n], new int[n], new int[n]);
        foreach (var step in region.Steps)
            foreach (var o in step.Operands) if (o.Kind == RegionOperandKind.Step) uses[o.Index]++;
        foreach (int output in region.Outputs) uses[output] += 2;
        for (int s = 0; s < n; s++)
        {
            var nested = region.Steps[s].Operands.Where(o => o.Kind == RegionOperandKind.Step && !kept[o.Index]).Select(o => o.Index).ToList();
            depth[s] = 1 + nested.Select(i => depth[i]).DefaultIfEmpty().Max();
            reads[s] = region.Steps[s].Operands.Count - nested.Count + nested.Sum(i => reads[i]);
            while (nested.Count > 0 && (depth[s] > MaxDepth || reads[s] > MaxOperands))
            {
                int cut = nested.MaxBy(i => depth[s] > MaxDepth ? depth[i] : reads[i]);
                kept[cut] = true;
                nested.Remove(cut);
                depth[s] = 1 + nested.Select(i => depth[i]).DefaultIfEmpty().Max();
                reads[s] = region.Steps[s].Operands.Count - nested.Count + nested.Sum(i => reads[i]);
            }
            kept[s] = uses[s] > 1;
        }
        return kept;
    }

    /// <summary>For each step the step in whose stage it runs.</summary>
    public static int[] StageOf(Region region)
    {
        // Without code generation every step is a stage of its own, which is earlier still.
        var kept = Kept(region);
        var stage = new int[kept.Length];
        for (int s = kept.Length - 1; s >= 0; s--)
        {
            if (kept[s]) stage[s] = s;
            foreach (var o in region.Steps[s].Operands) if (o.Kind == RegionOperandKind.Step && !kept[o.Index]) stage[o.Index] = stage[s];
        }
        return stage;
    }

    [RequiresDynamicCode("Closes expression types at run time.")]
    Type Build(int s, List<StageSlot> operands, bool inner)
    {
        if (inner && _home[s] is { } home)
            return Operand(home, isBool: home.Kind == StageSlotKind.Output && _region.Steps[s].Element == ElementType.Bool, isSplat: false, operands);
        var step = _region.Steps[s];
        var parts = step.Operands.Select(o => o.Kind switch
        {
            RegionOperandKind.Step => Build(o.Index, operands, inner: true),
            RegionOperandKind.Input => Operand(new(StageSlotKind.Input, o.Index), _inputIsBool[o.Index], _inputIsSplat[o.Index], operands),
            _ => Operand(new(StageSlotKind.Constant, ConstantIndex(o.Constant)), isBool: false, isSplat: true, operands),
        }).ToList();
        var open = parts.Count switch { 1 => typeof(Apply<,>), 2 => typeof(Apply<,,>), _ => typeof(Apply<,,,>) };
        return open.MakeGenericType([step.Op.Formula, .. parts]);
    }

    [RequiresDynamicCode("Closes expression types at run time.")]
    static Type Operand(StageSlot slot, bool isBool, bool isSplat, List<StageSlot> operands)
    {
        int k = operands.IndexOf(slot);
        if (k < 0)
        {
            k = operands.Count;
            operands.Add(slot);
        }
        var open = (isBool, isSplat) switch { (false, false) => typeof(Each<>), (false, true) => typeof(Splat<>), (true, false) => typeof(EachMask<>), _ => typeof(SplatMask<>) };
        return open.MakeGenericType(Indices[k]);
    }

    // Without code generation: every step a stage of its own over full lanes; operands that are repeated or bytes are spread out first.
    void Chain<T>() where T : unmanaged, INumber<T>
    {
        var spread = new Dictionary<StageSlot, StageSlot>();
        StageSlot Spread(StageSlot slot, StageCode code)
        {
            if (spread.TryGetValue(slot, out var known)) return known;
            var target = new StageSlot(StageSlotKind.Scratch, ScratchRows++);
            _stages.Add(new(code, [slot], target));
            return spread[slot] = target;
        }
        for (int s = 0; s < _region.Steps.Count; s++)
        {
            var step = _region.Steps[s];
            var operands = step.Operands.Select(o => o.Kind switch
            {
                RegionOperandKind.Step => _home[o.Index]!.Value,
                RegionOperandKind.Constant => Spread(new(StageSlotKind.Constant, ConstantIndex(o.Constant)), StageCompiler.Of<T, Splat<I0>, StoreElements>()),
                _ => (_inputIsBool[o.Index], _inputIsSplat[o.Index]) switch
                {
                    (false, false) => new StageSlot(StageSlotKind.Input, o.Index),
                    (false, true) => Spread(new(StageSlotKind.Input, o.Index), StageCompiler.Of<T, Splat<I0>, StoreElements>()),
                    (true, false) => Spread(new(StageSlotKind.Input, o.Index), StageCompiler.Of<T, EachMask<I0>, StoreElements>()),
                    _ => Spread(new(StageSlotKind.Input, o.Index), StageCompiler.Of<T, SplatMask<I0>, StoreElements>()),
                },
            }).ToList();
            int output = OutputOf(s);
            bool asBools = output >= 0 && step.Element == ElementType.Bool;
            var home = output >= 0 && !asBools ? new StageSlot(StageSlotKind.Output, output) : new(StageSlotKind.Scratch, ScratchRows++);
            _stages.Add(new(step.Op.Alone<T>(), operands, home));
            if (asBools) _stages.Add(new(StageCompiler.Of<T, Each<I0>, StoreBools>(), [home], new(StageSlotKind.Output, output)));
            _home[s] = home;
        }
    }

    int OutputOf(int step)
    {
        for (int k = 0; k < _region.Outputs.Count; k++) if (_region.Outputs[k] == step) return k;
        return -1;
    }

    int ConstantIndex(double value)
    {
        int k = _constants.FindIndex(c => BitConverter.DoubleToInt64Bits(c) == BitConverter.DoubleToInt64Bits(value));
        if (k >= 0) return k;
        _constants.Add(value);
        return _constants.Count - 1;
    }
}
