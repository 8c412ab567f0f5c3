using System.Text.Json.Serialization;

namespace Nabla.Cli;

/// <summary>How reports become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CheckpointTuning))]
[JsonSerializable(typeof(TrainReport))]
[JsonSerializable(typeof(EvalReport))]
[JsonSerializable(typeof(ValidationReport))]
[JsonSerializable(typeof(OpsReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(GradReport))]
[JsonSerializable(typeof(GradcheckReport))]
[JsonSerializable(typeof(MutantsReport))]
[JsonSerializable(typeof(ConformanceSummary))]
[JsonSerializable(typeof(WeightsReport))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(PluginListReport))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<EpochReport>))]
sealed partial class Json : JsonSerializerContext;
