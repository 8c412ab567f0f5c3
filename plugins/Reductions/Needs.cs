// What the adjoint rules and bodies of this plugin are written with, beyond its own ops.
[assembly: Nabla.NeedsOps("Add", "Cast", "Div", "Equal", "Exp", "Expand", "Log", "Max", "Min", "Mul", "Pad", "Reshape", "Shape", "Sign", "Size", "Sub", "Unsqueeze", "Where")]
