// What the adjoint rules and bodies of this plugin are written with, beyond its own ops: the core's.
[assembly: Nabla.NeedsOps("ReduceSum")]
