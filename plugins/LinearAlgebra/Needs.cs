// What the adjoint rules and bodies of this plugin are written with, beyond its own ops.
[assembly: Nabla.NeedsOps("Abs", "Add", "ArgMax", "Cast", "Concat", "Div", "Einsum", "Equal", "MatMul", "Mul", "Neg", "Or", "ReduceSum", "Slice", "Sqrt", "Sub", "Transpose", "Trilu", "Unsqueeze", "Where")]
