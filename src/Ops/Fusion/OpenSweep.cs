using System.Diagnostics.CodeAnalysis;

namespace Nabla.Ops;

/// <summary>A sweep that stages are still added to: what their expressions read has one number each.</summary>
sealed class OpenSweep
{
    // Steps that wait for each other at a lane: a core looks some lanes ahead, and more of these are not hidden behind other lanes (two stages of 14 steps cost a tenth more together than apart).
    const int MostDepth = 16;

    static readonly Type[] Indices =
    [
        typeof(I0), typeof(I1), typeof(I2), typeof(I3), typeof(I4), typeof(I5), typeof(I6), typeof(I7), typeof(I8), typeof(I9), typeof(I10), typeof(I11),
        typeof(I12), typeof(I13), typeof(I14), typeof(I15), typeof(I16), typeof(I17), typeof(I18), typeof(I19), typeof(I20), typeof(I21), typeof(I22), typeof(I23),
    ];

    readonly List<(Type, Type)> _stages = [];
    readonly List<double> _constants = [];
    readonly List<StageSlot> _targets = [], _operands = [];
    // Of each stage, with those of this sweep that it reads; and of those that the stage to come reads.
    readonly List<int> _depths = [];
    int _depthRead;

    /// <summary>The expression of each stage, and how its values are written.</summary>
    public IReadOnlyList<(Type Expression, Type Store)> Stages => _stages;

    public IReadOnlyList<double> Constants => _constants;

    public IReadOnlyList<StageSlot> Targets => _targets;

    public IReadOnlyList<StageSlot> Operands => _operands;

    /// <summary>Whether there is room for one more stage, of so many steps above each other, whose expression was built with this sweep.</summary>
    public bool Fits(int depth) =>
        _stages.Count < StageCompiler.MostTogether && _operands.Count <= Indices.Length && _constants.Count <= Indices.Length && (_stages.Count == 0 || _depthRead + depth <= MostDepth);

    public OpenSweep Copy()
    {
        var copy = new OpenSweep();
        copy._stages.AddRange(_stages);
        copy._constants.AddRange(_constants);
        copy._targets.AddRange(_targets);
        copy._operands.AddRange(_operands);
        copy._depths.AddRange(_depths);
        return copy;
    }

    public void Add(Type expression, Type store, StageSlot target, int depth)
    {
        _stages.Add((expression, store));
        _targets.Add(target);
        _depths.Add(_depthRead + depth);
        _depthRead = 0;
    }

    /// <summary>The expression that is an operand.</summary>
    [RequiresDynamicCode("Closes expression types at run time.")]
    public Type Read(StageSlot slot, bool isBool, bool isSplat)
    {
        if (_targets.IndexOf(slot) is var stage and >= 0) _depthRead = Math.Max(_depthRead, _depths[stage]);
        int k = _operands.IndexOf(slot);
        if (k < 0)
        {
            k = _operands.Count;
            _operands.Add(slot);
        }
        var open = (isBool, isSplat) switch { (false, false) => typeof(Each<>), (false, true) => typeof(Splat<>), (true, false) => typeof(EachMask<>), _ => typeof(SplatMask<>) };
        return open.MakeGenericType(Index(k));
    }

    /// <summary>The expression that is a constant.</summary>
    [RequiresDynamicCode("Closes expression types at run time.")]
    public Type Know(double value)
    {
        int k = _constants.FindIndex(c => BitConverter.DoubleToInt64Bits(c) == BitConverter.DoubleToInt64Bits(value));
        if (k < 0)
        {
            k = _constants.Count;
            _constants.Add(value);
        }
        return typeof(Known<>).MakeGenericType(Index(k));
    }

    // One too many: the sweep does not fit then, and what is built is not used.
    static Type Index(int k) => Indices[Math.Min(k, Indices.Length - 1)];
}
