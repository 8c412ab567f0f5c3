using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>Where a stage reads an operand from, or writes to.</summary>
/// <param name="Kind">The kind of memory.</param>
/// <param name="Index">Which input, output or scratch row.</param>
readonly record struct StageSlot(StageSlotKind Kind, int Index);

enum StageSlotKind { None, Input, Output, Scratch }

/// <summary>One sweep over a block: an expression over at most sixteen operands and constants, or several, of which later ones may read what earlier ones wrote.</summary>
sealed record Sweep(StageCode Code, IReadOnlyList<double> Constants, IReadOnlyList<StageSlot> Targets, IReadOnlyList<StageSlot> Operands);

/// <summary>Cuts a region into stages. A step that is read twice, leaves the region, or lies too deep gets a stage of its own; the rest is
/// nested into the expression of the step that reads it. Stages that follow each other share a sweep.</summary>
sealed class RegionPlan
{
    // Beyond this depth the JIT stops inlining: 16 deep takes 0.4 ns an element, 20 deep 3 (measured on the prototype).
    const int MaxDepth = 16, MaxOperands = 16;

    readonly Region _region;
    readonly bool[] _inputIsBool, _inputIsSplat;
    readonly StageSlot?[] _home;
    readonly List<Sweep> _sweeps = [];

    RegionPlan(Region region, bool[] inputIsBool, bool[] inputIsSplat)
    {
        (_region, _inputIsBool, _inputIsSplat, _home) = (region, inputIsBool, inputIsSplat, new StageSlot?[region.Steps.Count]);
    }

    public IReadOnlyList<Sweep> Sweeps => _sweeps;

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
        var (kept, depth) = Kept(_region);
        var sweep = new OpenSweep();
        for (int s = 0; s < _region.Steps.Count; s++)
        {
            if (!kept[s]) continue;
            var more = sweep.Copy();
            var expression = Build(s, more, inner: false);
            if (!more.Fits(depth[s]))
            {
                End();
                expression = Build(s, more = new(), inner: false);
            }
            sweep = more;
            int output = OutputOf(s);
            bool asBools = output >= 0 && _region.Steps[s].Element == ElementType.Bool;
            var target = output >= 0 ? new StageSlot(StageSlotKind.Output, output) : new(StageSlotKind.Scratch, ScratchRows++);
            sweep.Add(expression, asBools ? typeof(StoreBools) : typeof(StoreElements), target, depth[s]);
            _home[s] = target;
        }
        End();

        void End()
        {
            if (sweep.Stages.Count > 0) _sweeps.Add(new(StageCompiler.Of<T>(sweep.Stages), sweep.Constants, sweep.Targets, sweep.Operands));
        }
    }

    // Which steps get a stage: decided from the last to the first reader, so that no expression is too deep or reads too much.
    static (bool[] Kept, int[] Depth) Kept(Region region)
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
        return (kept, depth);
    }

    /// <summary>For each step the step in whose stage it runs.</summary>
    public static int[] StageOf(Region region)
    {
        // Without code generation every step is a stage of its own, which is earlier still.
        var (kept, _) = Kept(region);
        var stage = new int[kept.Length];
        for (int s = kept.Length - 1; s >= 0; s--)
        {
            if (kept[s]) stage[s] = s;
            foreach (var o in region.Steps[s].Operands) if (o.Kind == RegionOperandKind.Step && !kept[o.Index]) stage[o.Index] = stage[s];
        }
        return stage;
    }

    [RequiresDynamicCode("Closes expression types at run time.")]
    Type Build(int s, OpenSweep sweep, bool inner)
    {
        if (inner && _home[s] is { } home)
            return sweep.Read(home, isBool: home.Kind == StageSlotKind.Output && _region.Steps[s].Element == ElementType.Bool, isSplat: false);
        var step = _region.Steps[s];
        var parts = step.Operands.Select(o => o.Kind switch
        {
            RegionOperandKind.Step => Build(o.Index, sweep, inner: true),
            RegionOperandKind.Input => sweep.Read(new(StageSlotKind.Input, o.Index), _inputIsBool[o.Index], _inputIsSplat[o.Index]),
            _ => sweep.Know(o.Constant),
        }).ToList();
        var open = parts.Count switch { 1 => typeof(Apply<,>), 2 => typeof(Apply<,,>), _ => typeof(Apply<,,,>) };
        return open.MakeGenericType([step.Op.Formula, .. parts]);
    }

    // Without code generation: every step a stage of its own over full lanes; operands that are repeated or bytes are spread out first.
    void Chain<T>() where T : unmanaged, INumber<T>
    {
        var (spread, known) = (new Dictionary<StageSlot, StageSlot>(), new Dictionary<long, StageSlot>());
        StageSlot Spread(StageSlot slot, StageCode code)
        {
            if (spread.TryGetValue(slot, out var there)) return there;
            var target = new StageSlot(StageSlotKind.Scratch, ScratchRows++);
            _sweeps.Add(new(code, [], [target], [slot]));
            return spread[slot] = target;
        }
        StageSlot Know(double value)
        {
            if (known.TryGetValue(BitConverter.DoubleToInt64Bits(value), out var there)) return there;
            var target = new StageSlot(StageSlotKind.Scratch, ScratchRows++);
            _sweeps.Add(new(StageCompiler.Of<T, Known<I0>, StoreElements>(), [value], [target], []));
            return known[BitConverter.DoubleToInt64Bits(value)] = target;
        }
        for (int s = 0; s < _region.Steps.Count; s++)
        {
            var step = _region.Steps[s];
            var operands = step.Operands.Select(o => o.Kind switch
            {
                RegionOperandKind.Step => _home[o.Index]!.Value,
                RegionOperandKind.Constant => Know(o.Constant),
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
            _sweeps.Add(new(step.Op.Alone<T>(), [], [home], operands));
            if (asBools) _sweeps.Add(new(StageCompiler.Of<T, Each<I0>, StoreBools>(), [], [new(StageSlotKind.Output, output)], [home]));
            _home[s] = home;
        }
    }

    int OutputOf(int step)
    {
        for (int k = 0; k < _region.Outputs.Count; k++) if (_region.Outputs[k] == step) return k;
        return -1;
    }
}
