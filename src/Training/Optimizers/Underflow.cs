using Nabla.Ops;

namespace Nabla.Training;

/// <summary>
/// Moments that nothing is added to any more (those of a dead unit's weights) shrink by a factor a step until they are subnormal, and stay there: 0.9 of 4
/// units in the last place rounds to 4. Processors take some hundred times as long over such a number, at every step to come: on Fashion-MNIST a twentieth of
/// the first moments got there within three epochs, and the step took half as long again.
/// </summary>
static class Underflow
{
    // 2⁻⁷⁶, whose last place in float32 is 2⁻⁹⁹: times a rate of 1e-7 that is still a normal number.
    const double Coarse = 1d / (1 << 19) / (1 << 19) / (1 << 19) / (1 << 19);

    // 2⁻¹⁰⁰, whose last place is 2⁻¹²³, and the root of that 2⁻⁶¹.
    const double Fine = 1d / (1 << 25) / (1 << 25) / (1 << 25) / (1 << 25);

    /// <summary>(m + c) − c: m, to the nearest multiple of 2⁻⁹⁹ where it is smaller than c = 2⁻⁷⁶. Zeros, infinities and NaN stay what they are.</summary>
    public static Value Moment(Value m) => m + Coarse - Coarse;

    /// <summary>(v + c) − c with c = 2⁻¹⁰⁰, for a moment of squares, whose root is what counts, beside a number ε.</summary>
    public static Value Square(Value v) => v + Fine - Fine;
}
