namespace Nabla.Ops;

/// <summary>What a task of a product computes: some strips of rows by one block of columns, of one half where something is halved.</summary>
/// <param name="Half">Which half, of rows or of terms.</param>
/// <param name="Part">Which part of C, of those that a half has.</param>
/// <param name="Strip">The first strip of rows.</param>
/// <param name="Strips">How many; 0 where strips could not be shared out evenly.</param>
/// <param name="Block">The first strip of columns.</param>
/// <param name="Blocks">How many.</param>
internal readonly record struct GemmTask(int Half, int Part, int Strip, int Strips, int Block, int Blocks);
