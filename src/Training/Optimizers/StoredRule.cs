namespace Nabla.Training;

/// <summary>The update rule of a step that is whole already: only its learning rate is left to decide.</summary>
sealed class StoredRule(LearningRate rate) : Optimizer(rate)
{
    protected override Value Update(UpdateGraph update, Value p, Value g) => throw new NotSupportedException("The step has its updates already.");

    /// <summary><c>stored</c>.</summary>
    public override string ToString() => "stored";
}
