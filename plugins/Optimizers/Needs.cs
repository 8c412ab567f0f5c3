// What the bodies of this plugin are written with.
[assembly: Nabla.NeedsOps("Add", "Cast", "Div", "Greater", "Mul", "Pow", "Sqrt", "Sub", "Where")]
