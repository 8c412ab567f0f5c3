namespace Nabla.Cli;

/// <summary>One op: its versions, and which of them are older meanings that are read as what they mean in newer ops. Adjoint: own, body, zero or none;
/// kernel: own, body, view or none.</summary>
sealed record OpReport(string Domain, string Name, IReadOnlyList<int> Versions, IReadOnlyList<int> Upgraded, string? Plugin, string Adjoint, string Kernel);

/// <summary>One plugin, with the reason why it is not there.</summary>
sealed record PluginEntry(string Name, bool Loaded, string? Reason);

/// <summary>What <c>nabla ops --json</c> writes.</summary>
sealed record OpsReport(IReadOnlyList<OpReport> Ops, IReadOnlyList<PluginEntry> Plugins);
