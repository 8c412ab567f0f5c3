// What the adjoint rules, bodies and upgrades of this plugin are written with, beyond its own ops.
[assembly: Nabla.NeedsOps("ReduceSum", "Unsqueeze")]
