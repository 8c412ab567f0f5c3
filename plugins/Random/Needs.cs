// What the bodies of this plugin are written with, beyond its own ops.
[assembly: Nabla.NeedsOps("Cast", "Less")]
