// What the adjoint rules and bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Abs", "Add", "And", "ArgMax", "Cast", "Div", "Erf", "Exp", "Flatten", "Gather", "Greater", "Identity", "Less", "Mul", "OneHot", "Or", "ReduceSum", "Reshape", "Shape", "Sub", "Transpose", "Unsqueeze", "Where")]
