namespace Nabla.Training;

/// <summary>How many connections meet at a unit.</summary>
/// <param name="In">Inputs of a unit of the layer.</param>
/// <param name="Out">Units that an input feeds.</param>
public readonly record struct Fan(long In, long Out);
