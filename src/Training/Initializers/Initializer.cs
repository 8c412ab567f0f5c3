namespace Nabla.Training;

/// <summary>How a parameter gets its first value. The numbers depend on the seed and the parameter's name alone, not on what else a model holds.</summary>
public abstract class Initializer
{
    /// <summary>N(0, 2/fan_in), for ReLU and its kin. Source: K. He et al., "Delving deep into rectifiers", 2015.</summary>
    public static Initializer HeNormal { get; } = new NormalInitializer("he_normal", fan => Math.Sqrt(2.0 / fan.In));

    /// <summary>U(−b, b), b = √(6/fan_in): the variance of <see cref="HeNormal"/>.</summary>
    public static Initializer HeUniform { get; } = new UniformInitializer("he_uniform", fan => Math.Sqrt(6.0 / fan.In));

    /// <summary>N(0, 2/(fan_in + fan_out)), for tanh and sigmoid. Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</summary>
    public static Initializer GlorotNormal { get; } = new NormalInitializer("glorot_normal", fan => Math.Sqrt(2.0 / (fan.In + fan.Out)));

    /// <summary>U(−b, b), b = √(6/(fan_in + fan_out)): the variance of <see cref="GlorotNormal"/>.</summary>
    public static Initializer GlorotUniform { get; } = new UniformInitializer("glorot_uniform", fan => Math.Sqrt(6.0 / (fan.In + fan.Out)));

    /// <summary>U(−b, b), b = 1/√fan_in: what PyTorch's Linear uses for weight and bias.</summary>
    public static Initializer TorchLinear { get; } = new UniformInitializer("torch_linear", fan => 1 / Math.Sqrt(fan.In));

    /// <summary>0 everywhere.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>One number everywhere.</summary>
    public static Initializer Constant(float value) => new ConstantInitializer(value);

    /// <summary>The initialiser of a name: <c>he_normal</c>, <c>he_uniform</c>, <c>glorot_normal</c>, <c>glorot_uniform</c>, <c>torch_linear</c>, <c>zeros</c>.</summary>
    /// <exception cref="NablaException">The name is none of these.</exception>
    public static Initializer Named(string name)
    {
        Initializer[] known = [HeNormal, HeUniform, GlorotNormal, GlorotUniform, TorchLinear, Zeros];
        return known.FirstOrDefault(i => i.ToString() == name)
            ?? throw new NablaException($"There is no initializer '{name}'; there are {string.Join(", ", known.Select(i => i.ToString()))}.");
    }

    /// <summary>Writes the first values of a parameter.</summary>
    /// <param name="values">All elements.</param>
    /// <param name="fan">Connections of the parameter's layer.</param>
    /// <param name="random">The parameter's own stream.</param>
    public abstract void Fill(Span<float> values, Fan fan, RandomStream random);

    /// <summary>The distribution that <see cref="Fill"/> draws from; null where no <see cref="FirstValue"/> tells it.</summary>
    /// <param name="fan">Connections of the parameter's layer.</param>
    /// <param name="seed">For other generators than ours, which draw other numbers.</param>
    public virtual FirstValue? Rule(Fan fan, long seed) => null;

    /// <summary>A parameter with its first value.</summary>
    /// <param name="name">The parameter's name, which chooses the random stream.</param>
    /// <param name="sizes">Its sizes.</param>
    /// <param name="fan">Connections of its layer.</param>
    /// <param name="seed">Chooses the numbers.</param>
    public Variable Create(string name, ReadOnlySpan<long> sizes, Fan fan, ulong seed)
    {
        // 24 bits, which ONNX's float seeds hold.
        var variable = new Variable(name, Tensor.Filled(ElementType.Float32, 0, sizes)) { First = Rule(fan, (long)new RandomStream(seed, $"{name}.seed").NextBelow(1 << 24)) };
        Fill(variable.Span<float>(), fan, new(seed, name));
        return variable;
    }
}

sealed class NormalInitializer(string name, Func<Fan, double> deviation) : Initializer
{
    public override void Fill(Span<float> values, Fan fan, RandomStream random)
    {
        double σ = deviation(fan);
        foreach (ref float value in values) value = (float)(σ * random.NextNormal());
    }

    public override FirstValue Rule(Fan fan, long seed) => new FirstValue.Normal(deviation(fan), seed);

    public override string ToString() => name;
}

sealed class UniformInitializer(string name, Func<Fan, double> bound) : Initializer
{
    public override void Fill(Span<float> values, Fan fan, RandomStream random)
    {
        double b = bound(fan);
        foreach (ref float value in values) value = (float)(b * (2.0 * random.NextUniform() - 1));
    }

    public override FirstValue Rule(Fan fan, long seed) => new FirstValue.Uniform(bound(fan), seed);

    public override string ToString() => name;
}

sealed class ConstantInitializer(float value) : Initializer
{
    public override void Fill(Span<float> values, Fan fan, RandomStream random) => values.Fill(value);

    public override FirstValue Rule(Fan fan, long seed) => new FirstValue.Constant(value);

    public override string ToString() => value == 0 ? "zeros" : $"constant({value.ToString(System.Globalization.CultureInfo.InvariantCulture)})";
}
