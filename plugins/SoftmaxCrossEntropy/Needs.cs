// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Cast", "Div", "Equal", "Exp", "Gather", "Mul", "Not", "OneHot", "ReduceSum", "Reshape", "Shape", "Size", "Sub", "Transpose", "Unsqueeze", "Where")]
