namespace Nabla.Cli;

/// <summary>One class of a test set: how many samples are of it, and which share of them is recognised.</summary>
sealed record ClassReport(string Class, int Samples, double Accuracy);

/// <summary>What <c>nabla eval --json</c> writes.</summary>
sealed record EvalReport(string Data, int Samples, double? Loss, double Accuracy, double Error, double Seconds, IReadOnlyList<ClassReport> Classes);
