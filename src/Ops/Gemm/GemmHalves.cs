namespace Nabla.Ops;

/// <summary>
/// What of a product is cut in two before anything else, so that a thread meets the same rows of a weight in each product of a step: as terms of the forward product, as rows of the update. A cut between
/// columns runs through every row of the weight, and at each the processors fetch, ahead of their own, lines that the other has just written: 784-128 with two threads was no faster than with one.
/// </summary>
internal enum GemmHalves
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The rows of C, where there are several threads.</summary>
    Rows,

    /// <summary>The terms of each sum, with any number of threads: the second half is summed beside C and added to it.</summary>
    Terms,
}
