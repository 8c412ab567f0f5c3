// What the adjoint rules of this plugin are written with, beyond its own ops.
[assembly: Nabla.NeedsOps("Add", "Cast", "Div", "Equal", "Greater", "Less", "Mul", "ReduceSum", "Sub", "Where")]
