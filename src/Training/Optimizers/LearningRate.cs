namespace Nabla.Training;

/// <summary>The learning rate over the course of training, as a function of the epochs done (2.5: in the middle of the third). A number is a constant rate.</summary>
public abstract class LearningRate
{
    /// <summary>The rate after <paramref name="epoch"/> epochs, a fraction within an epoch.</summary>
    public abstract double At(double epoch);

    /// <summary>The same rate throughout.</summary>
    public static implicit operator LearningRate(double rate) => Constant(rate);

    /// <summary>The same rate throughout.</summary>
    /// <exception cref="NablaException">The rate is not a positive number.</exception>
    public static LearningRate Constant(double rate) => new ConstantRate(Positive(rate));

    /// <summary>Multiplied by <paramref name="factor"/> after every so many epochs.</summary>
    /// <param name="initial">The first rate, above 0.</param>
    /// <param name="every">Epochs between two steps, at least 1.</param>
    /// <param name="factor">In (0, 1] usually.</param>
    public static LearningRate Step(double initial, int every, double factor = 0.1) =>
        every < 1 ? throw new NablaException($"A learning rate cannot step every {every} epochs; give at least 1.") : new StepRate(Positive(initial), every, Positive(factor));

    /// <summary>Half a cosine wave from <paramref name="initial"/> to <paramref name="final"/>, optionally after a linear warm-up. Source: I. Loshchilov, F. Hutter,
    /// "SGDR: stochastic gradient descent with warm restarts", 2017, without restarts.</summary>
    /// <param name="initial">The largest rate, above 0.</param>
    /// <param name="epochs">Epochs until <paramref name="final"/> is reached, warm-up included; it stays there.</param>
    /// <param name="final">The last rate, at least 0.</param>
    /// <param name="warmup">Epochs of linear growth from 0 in front; fewer than <paramref name="epochs"/>.</param>
    public static LearningRate Cosine(double initial, int epochs, double final = 0, double warmup = 0)
    {
        if (!(warmup >= 0) || !(warmup < epochs)) throw new NablaException($"A cosine learning rate over {epochs} epochs cannot have {warmup} epochs of warm-up; give fewer.");
        if (!(final >= 0)) throw new NablaException($"A learning rate cannot end at {final}; give 0 or more.");
        return new CosineRate(Positive(initial), epochs, final, warmup);
    }

    static double Positive(double rate) =>
        rate > 0 && double.IsFinite(rate) ? rate : throw new NablaException($"{rate} is no learning rate, or factor of one; give a number above 0.");

    sealed class ConstantRate(double rate) : LearningRate
    {
        public override double At(double epoch) => rate;
    }

    sealed class StepRate(double initial, int every, double factor) : LearningRate
    {
        public override double At(double epoch) => initial * Math.Pow(factor, Math.Floor(epoch / every));
    }

    sealed class CosineRate(double initial, int epochs, double final, double warmup) : LearningRate
    {
        public override double At(double epoch)
        {
            if (epoch < warmup) return initial * epoch / warmup;
            double done = Math.Min(1, (epoch - warmup) / (epochs - warmup));
            return final + (initial - final) * (1 + Math.Cos(Math.PI * done)) / 2;
        }
    }
}
