namespace Nabla.Plugins;

/// <summary>Labels of either integer type, with their weights.</summary>
readonly unsafe struct Labels(Binding binding, Operand labels, Operand weights, long classes, long? ignored)
{
    readonly Binding _binding = binding;
    readonly void* _labels = labels.Pointer, _weights = weights.Pointer;
    readonly bool _wide = labels.Element == ElementType.Int64, _double = weights.IsPresent && weights.Element == ElementType.Float64;
    readonly long _classes = classes;
    readonly long _ignored = ignored ?? 0;
    readonly bool _ignores = ignored is not null;

    /// <summary>The label of a row, and its weight: 0 if it is to be ignored.</summary>
    public long At(long row, out double weight)
    {
        long label = _wide ? ((long*)_labels)[row] : ((int*)_labels)[row];
        if (_ignores && label == _ignored)
        {
            weight = 0;
            return -1;
        }
        if (label < 0 || label >= _classes) throw _binding.Error($"label {label} of row {row} is outside [0, {_classes})");
        weight = _weights == null ? 1 : _double ? ((double*)_weights)[label] : ((float*)_weights)[label];
        return label;
    }
}
