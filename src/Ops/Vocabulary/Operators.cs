namespace Nabla.Ops;

/// <summary>Arithmetic on values as C# operators. A number takes the element type of the value it meets.</summary>
public static class Operators
{
    extension(Value)
    {
        /// <summary>Add, broadcasting.</summary>
        public static Value operator +(Value a, Value b) => a.Graph.Add("Add", a, b);

        /// <summary>Add a number.</summary>
        public static Value operator +(Value a, double b) => a + a.Literal(b);

        /// <summary>Add to a number.</summary>
        public static Value operator +(double a, Value b) => b.Literal(a) + b;

        /// <summary>Sub, broadcasting.</summary>
        public static Value operator -(Value a, Value b) => a.Graph.Add("Sub", a, b);

        /// <summary>Subtract a number.</summary>
        public static Value operator -(Value a, double b) => a - a.Literal(b);

        /// <summary>Subtract from a number.</summary>
        public static Value operator -(double a, Value b) => b.Literal(a) - b;

        /// <summary>Mul, broadcasting, element by element.</summary>
        public static Value operator *(Value a, Value b) => a.Graph.Add("Mul", a, b);

        /// <summary>Multiply by a number.</summary>
        public static Value operator *(Value a, double b) => a * a.Literal(b);

        /// <summary>Multiply a number.</summary>
        public static Value operator *(double a, Value b) => b.Literal(a) * b;

        /// <summary>Div, broadcasting.</summary>
        public static Value operator /(Value a, Value b) => a.Graph.Add("Div", a, b);

        /// <summary>Divide by a number.</summary>
        public static Value operator /(Value a, double b) => a / a.Literal(b);

        /// <summary>Divide a number.</summary>
        public static Value operator /(double a, Value b) => b.Literal(a) / b;

        /// <summary>Neg.</summary>
        public static Value operator -(Value a) => a.Graph.Add("Neg", a);
    }
}
