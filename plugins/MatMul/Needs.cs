// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Add", "Mul", "ReduceSum", "Reshape", "Squeeze", "Transpose", "Unsqueeze")]
