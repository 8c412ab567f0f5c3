using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;

namespace Nabla;

/// <summary>One attribute of an op: a constructor parameter of its record.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="OnnxName">The name in ONNX files.</param>
/// <param name="Type">The .NET type: long, float, string, <see cref="AttributeList{T}"/> of these, <see cref="Tensor"/>, <see cref="ElementType"/>.</param>
/// <param name="Default">The default; null where there is none.</param>
/// <param name="IsRequired">It must be given.</param>
public sealed record OpAttributeInfo(string Name, string OnnxName, Type Type, object? Default, bool IsRequired)
{
    internal PropertyInfo Property { get; init; } = null!;

    internal bool HoldsFloats => Type == typeof(float) || Type == typeof(AttributeList<float>);

    /// <summary>The value that <paramref name="op"/> holds, or null if none is set.</summary>
    public object? ValueOf(Op op) => Property.GetValue(op);
}

/// <summary>What an op class declares: names, versions, signature, attributes.</summary>
public sealed class OpSchema
{
    static readonly ConcurrentDictionary<Type, OpSchema> Known = new();
    internal const DynamicallyAccessedMemberTypes Reflected = DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties
        | DynamicallyAccessedMemberTypes.PublicMethods;

    readonly ConstructorInfo _constructor;
    readonly bool _overridesAdjoint, _overridesTangent, _overridesBind, _overridesBody, _isView;

    OpSchema([DynamicallyAccessedMembers(Reflected)] Type type)
    {
        var declared = type.GetCustomAttribute<OpAttribute>()
            ?? throw new NablaException($"{type.FullName} has no [Op] attribute: write [Op(\"Name\", since…)] above the record.");
        (OpType, Domain, Name, Since) = (type, declared.Domain, declared.Name, [.. declared.Since.Order()]);
        if (Since.Count == 0) throw new NablaException($"{type.FullName}: [Op(\"{Name}\")] must list at least one since-version.");
        try
        {
            Signature = Signature.Parse(declared.Signature);
        }
        catch (NablaException e)
        {
            throw new NablaException($"{type.FullName}: {e.Message}", e);
        }
        var constructors = type.GetConstructors();
        _constructor = constructors.Length == 1 ? constructors[0]
            : throw new NablaException($"{type.FullName} must have exactly one public constructor, whose parameters are its attributes; it has {constructors.Length}.");
        Attributes = [.. _constructor.GetParameters().Select(p => Describe(type, p))];
        Learned = [.. type.GetCustomAttributes<LearnedAttribute>()];
        if (Learned.FirstOrDefault(l => Signature.Inputs.All(i => i.Name != l.Input)) is { } stray)
            throw new NablaException($"{type.FullName}: [Learned(\"{stray.Input}\")] names no input; there are {string.Join(", ", Signature.Inputs.Select(i => i.Name))}.");
        _overridesAdjoint = Overrides(type, nameof(Op.Adjoint));
        _overridesTangent = Overrides(type, nameof(Op.Tangent));
        _overridesBind = Overrides(type, nameof(Op.Bind));
        _overridesBody = Overrides(type, nameof(Op.Body));
        _isView = Overrides(type, $"get_{nameof(Op.IsView)}");
    }

    /// <summary>The record.</summary>
    public Type OpType { get; }

    /// <summary>The operator set; empty for ONNX's own.</summary>
    public string Domain { get; }

    /// <summary>The ONNX name.</summary>
    public string Name { get; }

    /// <summary>The since-versions with this meaning, ascending.</summary>
    public IReadOnlyList<int> Since { get; }

    /// <summary>Inputs and outputs.</summary>
    public Signature Signature { get; }

    /// <summary>The attributes in the order of the constructor.</summary>
    public IReadOnlyList<OpAttributeInfo> Attributes { get; }

    /// <summary>The inputs that a layer made of the op learns.</summary>
    public IReadOnlyList<LearnedAttribute> Learned { get; }

    /// <summary>Name and newest version, as errors show it: <c>MatMul-13</c>.</summary>
    public string Identifier => $"{Title}-{Since[^1]}";

    /// <summary>The name, with the domain in front unless it is ONNX's own.</summary>
    public string Title => Domain.Length == 0 ? Name : $"{Domain}.{Name}";

    /// <summary>True if the class, or its body, says how to differentiate it.</summary>
    public bool HasAdjoint => _overridesAdjoint || _overridesBody;

    /// <summary>True if the class brings a kernel of its own, a body of ops that do, or needs none because it only sees the same bytes differently.</summary>
    public bool HasKernel => _overridesBind || _overridesBody || _isView;

    /// <summary>True if the class defines itself by other ops.</summary>
    public bool HasBody => _overridesBody;

    /// <summary>True if the class is an older meaning of the op, see <see cref="Upgrade"/>.</summary>
    public bool IsUpgrade => OpType.IsSubclassOf(typeof(Upgrade));

    /// <summary>True if the class brings a kernel, beside or instead of a body.</summary>
    public bool HasOwnKernel => _overridesBind;

    /// <summary>True if the class brings an adjoint rule, beside or instead of a body.</summary>
    public bool HasOwnAdjoint => _overridesAdjoint;

    // Where blame goes: an assembly in a context of its own is a plugin's, and has its name.
    internal string Origin => AssemblyLoadContext.GetLoadContext(OpType.Assembly) == AssemblyLoadContext.Default ? "" : $" (plugin '{OpType.Assembly.GetName().Name}')";

    internal bool HasOwnTangent => _overridesTangent;

    // What an output is called if nobody names it: the first after the op, others as the signature does.
    internal string StemOf(int output) =>
        output == 0 || Signature.Outputs[Math.Min(output, Signature.Outputs.Count - 1)].IsVariadic ? char.ToLowerInvariant(Name[0]) + Name[1..] : Signature.Outputs[output].Name;

    /// <summary>The schema of an op class, made once.</summary>
    public static OpSchema Of([DynamicallyAccessedMembers(Reflected)] Type type) => Known.TryGetValue(type, out var schema) ? schema : Known.GetOrAdd(type, new OpSchema(type));

    // Of every op class that is ever made, those members are kept: Op says so.
    internal static OpSchema Of(Op op) => Of(op.GetType());

    /// <summary>Makes an op from attribute values by ONNX name.</summary>
    /// <exception cref="GraphException">A required attribute is missing, one is unknown, or of the wrong type.</exception>
    public Op Create(IReadOnlyDictionary<string, object>? attributes = null)
    {
        attributes ??= new Dictionary<string, object>();
        foreach (var name in attributes.Keys)
            if (Attributes.All(a => a.OnnxName != name)) throw Unknown(name);
        var arguments = new object?[Attributes.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            var a = Attributes[i];
            arguments[i] = attributes.TryGetValue(a.OnnxName, out var given) ? Convert(a, given)
                : a.IsRequired ? throw new GraphException($"{Identifier} needs the attribute '{a.OnnxName}'.")
                : a.Default;
        }
        try
        {
            return (Op)_constructor.Invoke(arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw e.InnerException is NablaException known ? known : new NablaException($"{Identifier}: its constructor threw {e.InnerException.GetType().Name}: {e.InnerException.Message}{Origin}", e.InnerException);
        }
    }

    /// <summary>The attributes that differ from their defaults, with their values: what a file must hold.</summary>
    public IEnumerable<(OpAttributeInfo Attribute, object Value)> NonDefault(Op op)
    {
        foreach (var a in Attributes)
            if (a.ValueOf(op) is { } value && !(value.Equals(a.Default) && SameBits(value, a.Default))) yield return (a, value);
    }

    /// <summary>The attribute of a name in ONNX files.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    internal OpAttributeInfo Attribute(string onnxName) => Attributes.FirstOrDefault(a => a.OnnxName == onnxName) ?? throw Unknown(onnxName);

    /// <summary>True if an op holds a value in an attribute; floats are compared by their bits.</summary>
    /// <exception cref="GraphException">There is no such attribute, or it is of another type.</exception>
    internal bool Has(Op op, string attribute, object value)
    {
        var info = Attribute(attribute);
        return info.ValueOf(op) is { } held && Convert(info, value) is var wanted && held.Equals(wanted) && SameBits(held, wanted);
    }

    GraphException Unknown(string attribute) =>
        new($"{Identifier} has no attribute '{attribute}'; it has {(Attributes.Count == 0 ? "none" : string.Join(", ", Attributes.Select(a => a.OnnxName)))}.");

    /// <summary>Record equality calls −0 and 0 equal; a graph must not.</summary>
    internal bool FloatsEqual(Op a, Op b)
    {
        foreach (var attribute in Attributes)
        {
            if (!attribute.HoldsFloats) continue;
            if (!SameBits(attribute.ValueOf(a), attribute.ValueOf(b))) return false;
        }
        return true;
    }

    static bool SameBits(object? x, object? y) => (x, y) switch
    {
        (float f, float g) => BitConverter.SingleToInt32Bits(f) == BitConverter.SingleToInt32Bits(g),
        (AttributeList<float> v, AttributeList<float> w) => MemoryMarshal.AsBytes(v.Span).SequenceEqual(MemoryMarshal.AsBytes(w.Span)),
        _ => true,
    };

    static OpAttributeInfo Describe([DynamicallyAccessedMembers(Reflected)] Type type, ParameterInfo p)
    {
        var underlying = Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType;
        var property = type.GetProperty(p.Name!) ?? throw new NablaException($"{type.FullName}: constructor parameter '{p.Name}' has no property of the same name.");
        // `default` of a struct parameter is reported as null.
        object? standard = !p.HasDefaultValue ? null
            : p.DefaultValue is null && Nullable.GetUnderlyingType(p.ParameterType) is null ? EmptyOf(underlying) : p.DefaultValue;
        return new(p.Name!, p.GetCustomAttribute<OnnxNameAttribute>()?.Name ?? Snake(p.Name!), underlying, standard, !p.HasDefaultValue) { Property = property };
    }

    static object? EmptyOf(Type type) =>
        type == typeof(AttributeList<long>) ? default(AttributeList<long>)
        : type == typeof(AttributeList<float>) ? default(AttributeList<float>)
        : type == typeof(AttributeList<string>) ? default(AttributeList<string>)
        : null;

    static bool Overrides([DynamicallyAccessedMembers(Reflected)] Type type, string method) =>
        type.GetMethods().Any(m => m.Name == method && m.DeclaringType != typeof(Op));

    static string Snake(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }

    object Convert(OpAttributeInfo a, object given)
    {
        object? value = given switch
        {
            _ when a.Type.IsInstanceOfType(given) => given,
            long v when a.Type == typeof(ElementType) => (ElementType)v,
            int v when a.Type == typeof(long) => (long)v,
            double v when a.Type == typeof(float) => (float)v,
            long[] v when a.Type == typeof(AttributeList<long>) => AttributeList.Create<long>(v),
            float[] v when a.Type == typeof(AttributeList<float>) => AttributeList.Create<float>(v),
            string[] v when a.Type == typeof(AttributeList<string>) => AttributeList.Create<string>(v),
            _ => null,
        };
        return value ?? throw new GraphException($"{Identifier}: attribute '{a.OnnxName}' must be {a.Type.Name}, not {given.GetType().Name}.");
    }
}
