namespace Nabla.Symbolic;

/// <summary>A number as an expression has it: a fraction of whole numbers in lowest terms as long as these are exact in double, else a double over 1.
/// Where a result is near the ends of the range of a double it is <see cref="Failed"/>.</summary>
readonly record struct Ratio
{
    // 2⁵³; 2¹⁰⁰⁰, so that what can be computed can be inverted
    const double Exact = 9007199254740992, Most = 1.0715086071862673e301, Least = 1 / Most;

    Ratio(double top, double bottom) => (Top, Bottom) = (top, bottom);

    public static Ratio Zero => new(0, 1);

    public static Ratio One => new(1, 1);

    public static Ratio Failed => new(double.NaN, 1);

    public double Top { get; }

    /// <summary>Above 0.</summary>
    public double Bottom { get; }

    public double Value => Top / Bottom;

    public bool IsZero => Top == 0;

    public bool IsFailed => !double.IsFinite(Top);

    /// <summary>True of whole numbers over whole numbers: exact.</summary>
    public bool IsFraction => IsInteger(Top) && IsInteger(Bottom);

    public bool IsWhole => Bottom == 1 && Top == Math.Floor(Top);

    public bool IsEven => IsWhole && Top % 2 == 0;

    public static implicit operator Ratio(double value) => new(value, 1);

    static Ratio Of(double top, double bottom)
    {
        if (bottom < 0) (top, bottom) = (-top, -bottom);
        if (IsInteger(top) && IsInteger(bottom))
        {
            double divisor = GreatestDivisor(Math.Abs(top), bottom);
            return new(top / divisor, bottom / divisor);
        }
        double value = top / bottom;
        return IsInRange(value) || top == 0 ? new(value, 1) : Failed;
    }

    /// <summary>True of numbers other than 0 that are not near the ends of the range of a double.</summary>
    public static bool IsInRange(double value) => Math.Abs(value) is >= Least and <= Most;

    static bool IsInteger(double x) => Math.Abs(x) < Exact && x == Math.Floor(x);

    static double GreatestDivisor(double a, double b)
    {
        while (a != 0) (a, b) = (b % a, a);
        return b;
    }

    public static Ratio operator -(Ratio a) => new(-a.Top, a.Bottom);

    public static Ratio operator +(Ratio a, Ratio b) => Of(a.Top * b.Bottom + b.Top * a.Bottom, a.Bottom * b.Bottom);

    public static Ratio operator -(Ratio a, Ratio b) => a + -b;

    public static Ratio operator *(Ratio a, Ratio b)
    {
        double top = a.Top * b.Top;
        return top == 0 && !a.IsZero && !b.IsZero ? Failed : Of(top, a.Bottom * b.Bottom);
    }

    public static Ratio operator /(Ratio a, Ratio b) => b.IsZero ? Failed : a * Of(b.Bottom, b.Top);

    /// <summary>To a whole power.</summary>
    public Ratio Pow(double exponent)
    {
        if (exponent < 0) return IsZero ? Failed : (One / this).Pow(-exponent);
        double top = Math.Pow(Top, exponent);
        return top == 0 && !IsZero ? Failed : Of(top, Math.Pow(Bottom, exponent));
    }

    // 1/2 and 0.5 are one number.
    public bool Equals(Ratio other) => Value.Equals(other.Value);

    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The number that an expression is, or null.</summary>
    public static Ratio? Of(Expression e)
    {
        Ratio? ratio = e switch
        {
            Number(var value) => value,
            Negation(Number(var value)) => -value,
            Quotient(Number(var top), Number(var bottom)) when bottom != 0 => Of(top, bottom),
            Quotient(Negation(Number(var top)), Number(var bottom)) when bottom != 0 => Of(-top, bottom),
            _ => null,
        };
        return ratio is { IsFailed: false } ? ratio : null;
    }

    public Expression ToExpression() => Bottom == 1 ? Top : (Expression)Top / Bottom;
}
