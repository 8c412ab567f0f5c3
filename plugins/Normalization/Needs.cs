// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Add", "Cast", "Div", "Equal", "Expand", "Greater", "Identity", "Mul", "ReduceMean", "ReduceSum", "Reshape", "Shape", "Sqrt", "Squeeze", "Sub", "Unsqueeze", "Where")]
