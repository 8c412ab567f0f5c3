namespace Nabla.Cli;

/// <summary>One op class. Adjoint: own, body, zero or none; kernel: own, body, view or none.</summary>
sealed record OpReport(string Domain, string Name, IReadOnlyList<int> Versions, string? Plugin, string Adjoint, string Kernel);

/// <summary>One plugin, with the reason why it is not there.</summary>
sealed record PluginEntry(string Name, bool Loaded, string? Reason);

/// <summary>What <c>nabla ops --json</c> writes.</summary>
sealed record OpsReport(IReadOnlyList<OpReport> Ops, IReadOnlyList<PluginEntry> Plugins);
