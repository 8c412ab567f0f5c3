namespace Nabla.Ops;

/// <summary>Elementwise functions, comparisons and choices on values, by the ONNX op they add. All broadcast like NumPy.</summary>
public static class Functions
{
    extension(Value x)
    {
        /// <summary>A constant scalar of this value's element type, in its graph.</summary>
        public Value Literal(double value) => x.Graph.Constant(Tensor.Literal(x.Element, value));

        /// <summary>|x|.</summary>
        public Value Abs() => x.Graph.Add("Abs", x);

        /// <summary>−1, 0 or 1.</summary>
        public Value Sign() => x.Graph.Add("Sign", x);

        /// <summary>eˣ.</summary>
        public Value Exp() => x.Graph.Add("Exp", x);

        /// <summary>ln x.</summary>
        public Value Log() => x.Graph.Add("Log", x);

        /// <summary>sin x, x in radians.</summary>
        public Value Sin() => x.Graph.Add("Sin", x);

        /// <summary>cos x, x in radians.</summary>
        public Value Cos() => x.Graph.Add("Cos", x);

        /// <summary>√x.</summary>
        public Value Sqrt() => x.Graph.Add("Sqrt", x);

        /// <summary>1/x.</summary>
        public Value Reciprocal() => x.Graph.Add("Reciprocal", x);

        /// <summary>xᵖ.</summary>
        public Value Pow(Value exponent) => x.Graph.Add("Pow", x, exponent);

        /// <summary>xᵖ.</summary>
        public Value Pow(double exponent) => x.Pow(x.Literal(exponent));

        /// <summary>max(x, 0).</summary>
        public Value Relu() => x.Graph.Add("Relu", x);

        /// <summary>1 / (1 + e⁻ˣ).</summary>
        public Value Sigmoid() => x.Graph.Add("Sigmoid", x);

        /// <summary>tanh x.</summary>
        public Value Tanh() => x.Graph.Add("Tanh", x);

        /// <summary>ln(1 + eˣ).</summary>
        public Value Softplus() => x.Graph.Add("Softplus", x);

        /// <summary>The larger of two.</summary>
        public Value Max(Value other) => x.Graph.Add("Max", x, other);

        /// <summary>The smaller of two.</summary>
        public Value Min(Value other) => x.Graph.Add("Min", x, other);

        /// <summary>x &gt; y, as bool.</summary>
        public Value Greater(Value other) => x.Graph.Add("Greater", x, other);

        /// <summary>x &gt; y, as bool.</summary>
        public Value Greater(double other) => x.Greater(x.Literal(other));

        /// <summary>x ≥ y, as bool.</summary>
        public Value GreaterOrEqual(Value other) => x.Graph.Add("GreaterOrEqual", x, other);

        /// <summary>x &lt; y, as bool.</summary>
        public Value Less(Value other) => x.Graph.Add("Less", x, other);

        /// <summary>x &lt; y, as bool.</summary>
        public Value Less(double other) => x.Less(x.Literal(other));

        /// <summary>x ≤ y, as bool.</summary>
        public Value LessOrEqual(Value other) => x.Graph.Add("LessOrEqual", x, other);

        /// <summary>x = y, as bool.</summary>
        public Value EqualTo(Value other) => x.Graph.Add("Equal", x, other);

        /// <summary>not x, of a bool value.</summary>
        public Value Not() => x.Graph.Add("Not", x);

        /// <summary>This bool value chooses: where true <paramref name="then"/>, else <paramref name="otherwise"/>.</summary>
        public Value Where(Value then, Value otherwise) => x.Graph.Add("Where", x, then, otherwise);

        /// <summary>The same numbers in another element type.</summary>
        public Value Cast(ElementType to) => x.Element == to ? x : x.AddWith("Cast", [("to", (long)to)]);

        /// <summary>Adds an op with attributes, this value its first input, and returns the first output.</summary>
        public Value AddWith(string op, ReadOnlySpan<(string Name, object Value)> attributes, params ReadOnlySpan<Value?> more)
        {
            var set = new Dictionary<string, object>();
            foreach (var (name, value) in attributes) set[name] = value;
            return x.Graph.Add(x.Graph.Registry.Make(op, set), [x, .. more])[0];
        }
    }
}
