// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Abs", "Add", "And", "ArgMax", "Cast", "Div", "Erf", "Exp", "Gather", "Greater", "Less", "Mul", "OneHot", "Or", "ReduceSum", "Shape", "Sub", "Transpose", "Where")]
