using System.Numerics;

namespace Nabla.Ops;

/// <summary>What elementwise ops share: inputs broadcast as in NumPy, one output, a kernel from the formula, fusion with neighbours.</summary>
public abstract record ElementwiseOp : Op, IElementwise
{
    /// <summary>The element types that the op takes.</summary>
    protected virtual bool Accepts(ElementType element) => element.IsFloat() || element.IsInteger();

    /// <summary>The element type of the output; by default that of the inputs.</summary>
    protected virtual ElementType Result(ElementType inputs) => inputs;

    /// <inheritdoc/>
    public override bool Broadcasts => true;

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        int first = ChoosesByMask ? 1 : 0;
        if (ChoosesByMask) x.Require(x.Element(0) == ElementType.Bool, $"the condition must be bool, not {x.Element(0).Text()}");
        var element = x.SameElement(first);
        x.Require(Accepts(element), $"does not take element type {element.Text()}");
        return [new(Result(element), x.Broadcast())];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b)
    {
        var inputs = Enumerable.Range(0, b.InputCount).Select(b.In).ToArray();
        return RegionCode.Bind(Region.Of(this, inputs.Length, b.Out().Element), inputs, [b.Out()], b.Threads) is { } code ? new RegionKernel(code) : null;
    }

    /// <inheritdoc/>
    public abstract Type Formula { get; }

    /// <inheritdoc/>
    public abstract int Operands { get; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<double> Constants => [];

    /// <inheritdoc/>
    public virtual bool IsVariadic => false;

    /// <inheritdoc/>
    public virtual bool ChoosesByMask => false;

    /// <inheritdoc/>
    public abstract StageCode Alone<T>() where T : unmanaged, INumber<T>;
}

/// <summary>An elementwise op whose formula has one operand.</summary>
public abstract record Elementwise<F> : ElementwiseOp where F : struct, IMap
{
    /// <inheritdoc/>
    public sealed override Type Formula => typeof(F);

    /// <inheritdoc/>
    public sealed override int Operands => 1;

    /// <inheritdoc/>
    public sealed override StageCode Alone<T>() => StageCompiler.Of<T, Apply<F, Each<I0>>, StoreElements>();
}

/// <summary>An elementwise op whose formula has two operands: two inputs, or one and an attribute.</summary>
public abstract record Elementwise2<F> : ElementwiseOp where F : struct, IMap2
{
    /// <inheritdoc/>
    public sealed override Type Formula => typeof(F);

    /// <inheritdoc/>
    public sealed override int Operands => 2;

    /// <inheritdoc/>
    public sealed override StageCode Alone<T>() => StageCompiler.Of<T, Apply<F, Each<I0>, Each<I1>>, StoreElements>();
}

/// <summary>An elementwise op whose formula has three operands: inputs, then attributes.</summary>
public abstract record Elementwise3<F> : ElementwiseOp where F : struct, IMap3
{
    /// <inheritdoc/>
    public sealed override Type Formula => typeof(F);

    /// <inheritdoc/>
    public sealed override int Operands => 3;

    /// <inheritdoc/>
    public sealed override StageCode Alone<T>() => StageCompiler.Of<T, Apply<F, Each<I0>, Each<I1>, Each<I2>>, StoreElements>();
}
