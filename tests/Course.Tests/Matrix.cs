namespace Nabla.Tests;

/// <summary>Dense matrices as plain as can be: the other side of every comparison. A scalar is 1×1, a vector a column.</summary>
sealed class Matrix(int rows, int columns, double[] elements)
{
    public int Rows => rows;

    public int Columns => columns;

    public double[] Elements => elements;

    public double this[int i, int j] => elements[i * columns + j];

    public static Matrix Of(int rows, int columns, Func<int, int, double> element) =>
        new(rows, columns, [.. from i in Enumerable.Range(0, rows) from j in Enumerable.Range(0, columns) select element(i, j)]);

    public static Matrix Identity(int n) => Of(n, n, (i, j) => i == j ? 1 : 0);

    public static implicit operator Matrix(double scalar) => new(1, 1, [scalar]);

    public Matrix T => Of(columns, rows, (i, j) => this[j, i]);

    public Tensor Tensor => Nabla.Tensor.Of(elements, rows, columns);

    public double Scalar => elements.Single();

    public static Matrix operator +(Matrix a, Matrix b) => a.With(b, (x, y) => x + y);

    public static Matrix operator -(Matrix a, Matrix b) => a.With(b, (x, y) => x - y);

    public static Matrix operator -(Matrix a) => a.Map(x => -x);

    public static Matrix operator *(double s, Matrix a) => a.Map(x => s * x);

    public static Matrix operator /(Matrix a, double s) => a.Map(x => x / s);

    public static Matrix operator *(Matrix a, Matrix b)
    {
        Assert.Equal(a.Columns, b.Rows);
        return Of(a.Rows, b.Columns, (i, j) => Enumerable.Range(0, a.Columns).Sum(k => a[i, k] * b[k, j]));
    }

    /// <summary>The product element by element, X ∘ Y.</summary>
    public Matrix Times(Matrix other) => With(other, (x, y) => x * y);

    /// <summary>⟨X, Y⟩ = Σ xᵢⱼ·yᵢⱼ.</summary>
    public double Dot(Matrix other) => Times(other).Elements.Sum();

    public double Norm => Math.Sqrt(Dot(this));

    public double Trace => Enumerable.Range(0, rows).Sum(i => this[i, i]);

    public Matrix Map(Func<double, double> f) => new(rows, columns, [.. elements.Select(f)]);

    /// <summary>By expansion along the first row.</summary>
    public double Det => rows == 0 ? 1 : Enumerable.Range(0, columns).Sum(j => (j % 2 == 0 ? 1 : -1) * this[0, j] * Minor(0, j).Det);

    /// <summary>Cᵀ/Det by Cramer's rule, C the cofactors.</summary>
    public Matrix Inverse => Cofactors.T / Det;

    /// <summary>Det X·X⁻ᵀ, which exists for singular X too.</summary>
    public Matrix Cofactors => Of(rows, columns, (i, j) => ((i + j) % 2 == 0 ? 1 : -1) * Minor(i, j).Det);

    Matrix Minor(int row, int column) => Of(rows - 1, columns - 1, (i, j) => this[i < row ? i : i + 1, j < column ? j : j + 1]);

    Matrix With(Matrix other, Func<double, double, double> f)
    {
        Assert.Equal((rows, columns), (other.Rows, other.Columns));
        return new(rows, columns, [.. elements.Zip(other.Elements, f)]);
    }

    /// <summary>The largest |xᵢⱼ − yᵢⱼ|, relative to the largest element above 1.</summary>
    public double DistanceTo(ReadOnlySpan<double> actual)
    {
        Assert.Equal(elements.Length, actual.Length);
        double distance = 0, scale = 1;
        for (int i = 0; i < elements.Length; i++)
        {
            distance = Math.Max(distance, Math.Abs(elements[i] - actual[i]));
            scale = Math.Max(scale, Math.Abs(elements[i]));
            if (double.IsNaN(actual[i]) != double.IsNaN(elements[i])) return double.PositiveInfinity;
        }
        return distance / scale;
    }
}
