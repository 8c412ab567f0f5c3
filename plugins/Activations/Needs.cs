// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Abs", "Add", "Div", "Erf", "Exp", "Greater", "Mul", "ReduceSum", "Sub", "Transpose", "Where")]
