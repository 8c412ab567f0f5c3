namespace Nabla;

/// <summary>∂y/∂x whole, by one run for each element of y (reverse mode) or of x (forward mode), whichever are fewer.</summary>
public sealed class Jacobian
{
    readonly Value? _product;
    readonly Value _seed;
    readonly bool _reverse;

    /// <summary>Differentiates <paramref name="y"/> with respect to <paramref name="x"/>: adds a graph to their program.</summary>
    /// <param name="y">A floating-point value.</param>
    /// <param name="x">A floating-point value of the same program.</param>
    /// <param name="reverse">True for reverse mode, false for forward mode; null for the one that takes fewer runs.</param>
    public Jacobian(Value y, Value x, bool? reverse = null)
    {
        (Y, X, _reverse) = (y, x, reverse ?? !(x.Shape.IsStatic && y.Shape.IsStatic && x.Shape.Count.Size < y.Shape.Count.Size));
        if (_reverse)
        {
            var adjoint = Adjoint.OfSeeded([y], x);
            (_seed, _product) = (adjoint.Seeds[0], adjoint.TryGet(x));
        }
        else
        {
            var tangent = Tangent.OfSeeded([y], x);
            (_seed, _product) = (tangent.Seeds[0], tangent.TryGet(y));
        }
    }

    /// <summary>What is differentiated.</summary>
    public Value Y { get; }

    /// <summary>What is differentiated with respect to.</summary>
    public Value X { get; }

    /// <summary>∂²y/∂x² of a value with one element: the Jacobian of its gradient, by forward over reverse mode. Its shape is that of x twice.</summary>
    public static Jacobian Hessian(Value y, Value x) => new(Adjoint.Of(y, x)[x], x, reverse: false);

    /// <summary>Makes it ready to run.</summary>
    /// <param name="backend">Where.</param>
    /// <param name="sizes">A size for every symbol that occurs.</param>
    public Run Compile(IBackend backend, IReadOnlyDictionary<string, long>? sizes = null) => new(this, backend, sizes);

    /// <summary>A Jacobian made ready.</summary>
    public sealed class Run
    {
        readonly Jacobian _jacobian;
        readonly Executable? _step;
        readonly long[] _y, _x;

        internal Run(Jacobian jacobian, IBackend backend, IReadOnlyDictionary<string, long>? sizes)
        {
            _jacobian = jacobian;
            var none = new Dictionary<string, long>();
            (_y, _x) = (jacobian.Y.Shape.Bind(sizes ?? none).ToSizes(), jacobian.X.Shape.Bind(sizes ?? none).ToSizes());
            _step = jacobian._product is { } product ? backend.Compile(product.Graph.Program, [product], sizes) : null;
        }

        /// <summary>What must be fed: the inputs that the derivative depends on.</summary>
        public IReadOnlyList<Value> Inputs => [.. _step?.Inputs.Where(v => v != _jacobian._seed) ?? []];

        /// <summary>Copies a tensor into input <paramref name="value"/>; one that the derivative does not depend on is left alone.</summary>
        public void Feed(Value value, Tensor tensor)
        {
            if (_step?.Inputs.Contains(value) == true) _step.Feed(value, tensor);
        }

        /// <summary>All derivatives: a tensor of the sizes of y followed by those of x; zero where y does not depend on x.</summary>
        public Tensor Evaluate() => _jacobian.Y.Element switch
        {
            ElementType.Float32 => Evaluate<float>(1),
            ElementType.Float64 => Evaluate<double>(1),
            var other => throw new NablaException($"A Jacobian of {other.Text()} is not computed; take float32 or float64."),
        };

        Tensor Evaluate<T>(T one) where T : unmanaged
        {
            long rows = _y.Aggregate(1L, (n, size) => n * size), columns = _x.Aggregate(1L, (n, size) => n * size);
            var all = new T[checked(rows * columns)];
            for (long k = 0; _step is not null && k < (_jacobian._reverse ? rows : columns); k++)
            {
                if (_step.Inputs.Contains(_jacobian._seed))
                {
                    var seed = _step.Input<T>(_jacobian._seed);
                    seed.Clear();
                    seed[(int)k] = one;
                }
                _step.Run();
                var product = _step.Output<T>(_jacobian._product!);
                if (_jacobian._reverse) product.CopyTo(all.AsSpan((int)(k * columns)));
                else for (int i = 0; i < product.Length; i++) all[i * columns + k] = product[i];
            }
            return Tensor.Of(all, [.. _y, .. _x]);
        }
    }
}
