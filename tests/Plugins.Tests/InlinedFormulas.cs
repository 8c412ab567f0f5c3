using System.Reflection;
using Nabla.Ops;

namespace Nabla.Tests;

public class InlinedFormulas
{
    public static TheoryData<Type> Formulas => [.. OpTable.Every.Select(c => c.Op).OfType<ElementwiseOp>().Select(op => op.Formula).Distinct()];

    [Theory, MemberData(nameof(Formulas))]
    public void A_formula_is_inlined_into_its_loop(Type formula) =>
        Assert.True(formula.GetMethod("Of")!.GetMethodImplementationFlags().HasFlag(MethodImplAttributes.AggressiveInlining), $"Mark {formula}.Of for aggressive inlining.");
}
