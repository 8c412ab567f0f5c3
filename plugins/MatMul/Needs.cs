// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Add", "Equal", "Gather", "Mul", "Range", "ReduceSum", "Reshape", "Shape", "Squeeze", "Transpose", "Unsqueeze", "Where")]
