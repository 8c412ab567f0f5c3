namespace Nabla.Cli;

/// <summary>What the outputs for one sample mean.</summary>
static class Decision
{
    /// <summary>The class with the largest output; the first of equals.</summary>
    public static int Class(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int c = 1; c < outputs.Length; c++) if (outputs[c] > outputs[best]) best = c;
        return best;
    }

    /// <summary>ln of the probability of a class. Of scores: xᶜ − ln Σ eˣ, the largest taken out in front.</summary>
    public static double LogProbability(ReadOnlySpan<float> outputs, int c, bool areProbabilities)
    {
        if (areProbabilities) return Math.Log(outputs[c]);
        double largest = outputs[Class(outputs)], sum = 0;
        foreach (float x in outputs) sum += Math.Exp(x - largest);
        return outputs[c] - largest - Math.Log(sum);
    }
}
