namespace Nabla.Course;

/// <summary>A layer of the first generation, y = σ(xW): it keeps what it needs, and knows the way back.</summary>
/// <param name="w">W, row-major: one row an input.</param>
/// <param name="inputs">Elements of x.</param>
/// <param name="outputs">Elements of y.</param>
public sealed class SigmoidLayer(double[] w, int inputs, int outputs)
{
    double[] _x = [], _y = [];

    /// <summary>The gradient by W, added up over the samples.</summary>
    public double[] Gradient { get; } = new double[w.Length];

    /// <summary>From x to y, for one sample.</summary>
    public double[] Forward(double[] x)
    {
        (_x, _y) = (x, new double[outputs]);
        for (int j = 0; j < outputs; j++)
        {
            double z = 0;
            for (int i = 0; i < inputs; i++) z += x[i] * w[i * outputs + j];
            _y[j] = 1 / (1 + Math.Exp(-z));
        }
        return _y;
    }

    /// <summary>From the gradient by y to the gradient by x.</summary>
    public double[] Backward(double[] dy)
    {
        var dx = new double[inputs];
        for (int j = 0; j < outputs; j++)
        {
            double dz = dy[j] * _y[j] * (1 - _y[j]);
            for (int i = 0; i < inputs; i++)
            {
                Gradient[i * outputs + j] += _x[i] * dz;
                dx[i] += w[i * outputs + j] * dz;
            }
        }
        return dx;
    }
}
