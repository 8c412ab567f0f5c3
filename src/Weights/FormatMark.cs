namespace Nabla.Weights;

/// <summary>What the metadata of a file say of its writer, and with that of the order of its matrices.</summary>
static class FormatMark
{
    /// <summary>The entry. PyTorch's users write <see cref="Torch"/> there, but need not.</summary>
    public const string Key = "format";

    public const string Torch = "pt", Own = "nabla";
}
