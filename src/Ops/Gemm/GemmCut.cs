namespace Nabla.Ops;

/// <summary>
/// Cuts C into tasks, several a thread where there is enough to do. Halves are cut first, then columns, for the caches and so that each thread has
/// its own: rows, or else columns, of a weight then stay with one thread in the forward pass and in the update.
/// </summary>
internal sealed class GemmCut
{
    // Fewer multiply-adds are not worth a task of their own.
    private const int LeastTask = 50_000;

    /// <summary>Cuts for a number of threads.</summary>
    /// <param name="plan">The product's plan.</param>
    /// <param name="operations">Multiply-adds of all of it.</param>
    /// <param name="threads">How many threads share it.</param>
    public GemmCut(in GemmPlan plan, long operations, int threads)
    {
        bool halvesTerms = plan.Halves == GemmHalves.Terms;
        int halves = halvesTerms || plan.Halves == GemmHalves.Rows && threads > 1 ? 2 : 1;
        int halfStrips = plan.Halves == GemmHalves.Rows ? GemmPlan.Divide(plan.RowStrips, halves) : plan.RowStrips;
        int share = Math.Max(1, threads / halves);
        int wanted = threads == 1 ? 1 : (int)Math.Clamp(operations / (LeastTask * halves), 1, 8L * share);
        int blocks = GemmPlan.Divide(plan.Units, plan.MostUnits);
        if (wanted >= share) blocks = Math.Min(plan.Units, GemmPlan.Divide(blocks, share) * share);
        int groups = Math.Min(halfStrips, GemmPlan.Divide(wanted, blocks));
        if (blocks * groups < wanted) blocks = Math.Min(plan.Units, GemmPlan.Divide(wanted, groups));
        BlockStrips = GemmPlan.Divide(plan.Units, blocks) * plan.UnitStrips;
        int taskStrips = GemmPlan.Divide(halfStrips, groups), rowTasks = GemmPlan.Divide(halfStrips, taskStrips);
        Parts = rowTasks * GemmPlan.Divide(plan.ColumnStrips, BlockStrips);
        Tasks = new GemmTask[halves * Parts];
        for (int i = 0; i < Tasks.Length; i++)
        {
            int half = i / Parts, part = i % Parts;
            // The halves of a sum are made in two orders, so that each thread finds some of the other's made, and adds them.
            if (half == 1 && halvesTerms) part = (part + Parts / 2) % Parts;
            int index = part / rowTasks, block = index * BlockStrips;
            int first = halvesTerms ? 0 : half * halfStrips, end = Math.Min(plan.RowStrips, first + halfStrips);
            // Each thread's blocks of columns begin with other rows: threads then do not wait for the same strips to be packed.
            int strip = first + (part + (int)((long)index * rowTasks / threads)) % rowTasks * taskStrips;
            Tasks[i] = new(half, part, strip, Math.Max(0, Math.Min(taskStrips, end - strip)), block, Math.Min(BlockStrips, plan.ColumnStrips - block));
        }
    }

    /// <summary>The tasks, in the order in which threads take them.</summary>
    public GemmTask[] Tasks { get; }

    /// <summary>How many parts C has, or each half of its rows; a task computes one, or half of its terms.</summary>
    public int Parts { get; }

    /// <summary>The most strips of columns of a task.</summary>
    public int BlockStrips { get; }
}
