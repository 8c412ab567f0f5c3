// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Add", "Cast", "Div", "Equal", "Exp", "Expand", "Gather", "GatherElements", "Mul", "Neg", "Not", "OneHot", "ReduceMean", "ReduceSum", "Reshape", "ScatterElements", "Shape", "Size", "Squeeze", "Sub", "Transpose", "Unsqueeze", "Where")]
