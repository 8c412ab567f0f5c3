using Nabla.Testing;

namespace Nabla.Tests.Checks;

public class TableTests
{
    [Fact]
    public void No_table_has_problems_and_at_least_90_ops_are_differentiated()
    {
        Assert.Empty(Everything.Table.Problems);
        Assert.InRange(Everything.Table.Rows.Where(r => r.DifferentiatedInputs.Any()).Select(r => r.Op.Schema.Title).Distinct().Count(), 90, int.MaxValue);
    }

    [Fact]
    public void An_op_without_rows_is_guessed_at()
    {
        Assert.Equal(["Mish [7], guessed", "Mish [3,4], guessed", "Mish [3,3], guessed"], OpSamples.Guessed(Everything.Ops, new Nabla.Plugins.Mish().Schema).Select(r => r.Name));
        Assert.Equal(["MatMul [7], guessed", "MatMul [3,3], guessed"], OpSamples.Guessed(Everything.Ops, new Nabla.Plugins.MatMul().Schema).Select(r => r.Name));
        Assert.Empty(OpSamples.Guessed(Everything.Ops, new Nabla.Plugins.Concat(0).Schema));
    }
}
