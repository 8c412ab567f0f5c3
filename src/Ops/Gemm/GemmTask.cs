namespace Nabla.Ops;

/// <summary>Where a task of a product lies in C, and of which half it is.</summary>
/// <param name="Half">Which half, of rows or of terms.</param>
/// <param name="Part">Which part of C, of those that a half has.</param>
/// <param name="Strip">The first strip of rows.</param>
/// <param name="Strips">How many; 0 where strips could not be shared out evenly.</param>
/// <param name="Block">The first strip of columns.</param>
/// <param name="BlockStrips">How many.</param>
internal readonly record struct GemmTask(int Half, int Part, int Strip, int Strips, int Block, int BlockStrips);
