namespace Nabla;

/// <summary>Where a backend keeps variables between runs, such as the memory of a device.</summary>
public interface IVariableStore
{
    /// <summary>Copies the present value of a variable that was moved here.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="destination">As many bytes as it has.</param>
    void Fetch(Variable variable, Span<byte> destination);
}
