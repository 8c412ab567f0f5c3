[assembly: Nabla.NeedsOps("Neg", "ReduceSum", "Sub", "Where")]
