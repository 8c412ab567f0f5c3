[assembly: Nabla.NeedsOps("Cast", "Div", "Equal", "Exp", "Expand", "Log", "Max", "Min", "Mul", "Neg", "Reshape", "Shape", "Sign", "Size", "Sub", "Unsqueeze", "Where")]
