using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Nabla.Onnx.Protos;

namespace Nabla.Tests;

/// <summary>Makes damaged files of good ones: fields left out, doubled, moved, replaced by others of their kind, numbers and texts that hurt, graphs within graphs;
/// then now and then bytes. What reached something new is good to go on from.</summary>
sealed class Mutator
{
    const int MostKept = 4000, MaxKeptBytes = 8 << 10;

    static readonly ulong[] Numbers =
    [
        0, 1, 2, 3, 7, 8, 10, 13, 16, 17, 21, 26, 27, 255, 1 << 16, 1_000_000_000, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, 1UL << 40, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 1,
        ulong.MaxValue - 2, unchecked((ulong)int.MinValue),
    ];

    static readonly string[] Texts =
    [
        "", "x", "y", "N", "?1", "?99999999999", "N*N*N-N", "-N", "9", "2*N+1", "((((", "\u0001", "\uFFFF", "ai.onnx", "ai.onnx.ml", "com.microsoft", "constant", "parameter", "nabla.kind", "nabla.output.0", "location", "offset", "length", "checksum", "w.bin", "../w",
        "Relu", "Reshape", "Concat", "If", "Loop", "Constant", "Split", "Slice", "Gather", "ConstantOfShape", "Expand", "Range", "Pad", "TopK", "Cast", "Unsqueeze", "BatchNormalization", "Gradient", "ai.onnx.preview.training", "nabla", "xs", "zs", "axis", "axes", "value", "to", "perm",
    ];

    readonly Random _random;
    readonly List<(WireMessage Tree, int Bytes)> _corpus;
    readonly int _seeds;
    readonly Dictionary<MessageDescriptor, List<WireMessage>> _parts = [];

    public Mutator(IReadOnlyList<byte[]> seeds, int seed)
    {
        _random = new(seed);
        _corpus = [.. seeds.Select(s => (WireMessage.Parse(ModelProto.Descriptor, s), s.Length))];
        _seeds = _corpus.Count;
        var all = new List<WireMessage>();
        foreach (var (model, _) in _corpus) model.Collect(all);
        foreach (var part in all) (_parts.TryGetValue(part.Descriptor, out var list) ? list : _parts[part.Descriptor] = []).Add(part);
    }

    /// <summary>The next file, and what it was made of where that can be gone on from.</summary>
    public (byte[] File, WireMessage? Tree) Next()
    {
        var model = Chosen().Clone();
        for (int n = _random.Next(1, 5); n > 0; n--) Edit(model);
        var file = model.ToArray();
        if (_random.Next(6) > 0 || file.Length == 0) return (file, model);
        for (int n = _random.Next(1, 4); n > 0 && file.Length > 0; n--) file = Damage(file);
        return (file, null);
    }

    /// <summary>Keeps a file that reached something new.</summary>
    public void Keep(WireMessage? tree, int bytes)
    {
        if (tree is null || bytes > MaxKeptBytes) return;
        // Beyond the limit, one that was kept earlier makes room; never a seed.
        if (_corpus.Count - _seeds < MostKept) _corpus.Add((tree, bytes));
        else _corpus[_random.Next(_seeds, _corpus.Count)] = (tree, bytes);
    }

    // The smaller of two: what is kept grows from edit to edit, and of files that say the same a small one is tried sooner and changed where it counts.
    WireMessage Chosen()
    {
        var (a, b) = (Pick(_corpus), Pick(_corpus));
        return a.Bytes <= b.Bytes ? a.Tree : b.Tree;
    }

    void Edit(WireMessage model)
    {
        var all = new List<WireMessage>();
        model.Collect(all);
        var message = all[_random.Next(all.Count)];
        if (message.Fields.Count == 0)
        {
            message.Fields.Add(Invented(message.Descriptor));
            return;
        }
        int at = _random.Next(message.Fields.Count);
        var field = message.Fields[at];
        switch (_random.Next(12))
        {
            case 0: message.Fields.RemoveAt(at); break;
            case 1: message.Fields.Insert(at, field.Clone()); break;
            case 2:
                message.Fields.RemoveAt(at);
                message.Fields.Insert(_random.Next(message.Fields.Count + 1), field);
                break;
            case 3: message.Fields.Add(Invented(message.Descriptor)); break;
            case 4 when field.Message is { } inner: field.Message = Pick(_parts[inner.Descriptor]).Clone(); break;
            case 5: field.Number = _random.Next(1, 31); break;
            case 6 when _random.Next(20) == 0: Repeat(message, field); break;
            case 7 when message.Descriptor == NodeProto.Descriptor && _random.Next(10) == 0: message.Fields.Add(Nested()); break;
            default: Change(field); break;
        }
    }

    void Change(WireField field)
    {
        switch (field.Type)
        {
            case WireFormat.WireType.Varint:
                field.Varint = _random.Next(3) switch { 0 => field.Varint + 1, 1 => field.Varint - 1, _ => Pick(Numbers) };
                break;
            case WireFormat.WireType.LengthDelimited when field.Message is null:
                field.Bytes = _random.Next(4) switch
                {
                    0 => Encoding.UTF8.GetBytes(Pick(Texts)),
                    1 => field.Bytes[.._random.Next(field.Bytes.Length + 1)],
                    2 => [.. field.Bytes, .. field.Bytes.Length < 64 ? field.Bytes : []],
                    _ => field.Bytes.Length == 0 ? [0xFF] : Flip([.. field.Bytes]),
                };
                break;
            case WireFormat.WireType.LengthDelimited: field.Message = Pick(_parts[field.Message!.Descriptor]).Clone(); break;
            default: field.Bytes = Flip([.. field.Bytes]); break;
        }
    }

    // A field that the message may have.
    WireField Invented(MessageDescriptor descriptor)
    {
        var field = Pick(descriptor.Fields.InDeclarationOrder());
        var made = new WireField { Number = field.FieldNumber, Type = WireFormat.WireType.LengthDelimited };
        switch (field.FieldType)
        {
            case FieldType.Message when _parts.TryGetValue(field.MessageType, out var known): made.Message = Pick(known).Clone(); break;
            case FieldType.Message: break;
            case FieldType.String or FieldType.Bytes: made.Bytes = Encoding.UTF8.GetBytes(Pick(Texts)); break;
            case FieldType.Float: (made.Type, made.Bytes) = (WireFormat.WireType.Fixed32, BitConverter.GetBytes(_random.Next())); break;
            case FieldType.Double: (made.Type, made.Bytes) = (WireFormat.WireType.Fixed64, BitConverter.GetBytes(_random.NextInt64())); break;
            default: (made.Type, made.Varint) = (WireFormat.WireType.Varint, Pick(Numbers)); break;
        }
        return made;
    }

    void Repeat(WireMessage message, WireField field)
    {
        for (int n = _random.Next(2, 200); n > 0; n--) message.Fields.Add(field.Clone());
    }

    // An attribute that holds a graph that holds a node that holds …
    WireField Nested()
    {
        var attribute = new WireMessage(AttributeProto.Descriptor);
        for (int depth = _random.Next(2, 120); depth > 0; depth--)
        {
            var outer = new WireMessage(AttributeProto.Descriptor);
            outer.Fields.Add(Holding(AttributeProto.GFieldNumber, Of(GraphProto.Descriptor, Holding(GraphProto.NodeFieldNumber, Of(NodeProto.Descriptor, Holding(NodeProto.AttributeFieldNumber, attribute))))));
            attribute = outer;
        }
        return Holding(NodeProto.AttributeFieldNumber, attribute);

        static WireField Holding(int number, WireMessage inner) => new() { Number = number, Type = WireFormat.WireType.LengthDelimited, Message = inner };

        static WireMessage Of(MessageDescriptor descriptor, WireField field)
        {
            var message = new WireMessage(descriptor);
            message.Fields.Add(field);
            return message;
        }
    }

    byte[] Damage(byte[] file)
    {
        int at = _random.Next(file.Length);
        switch (_random.Next(5))
        {
            case 0: return Flip(file);
            case 1: return file[..at];
            case 2: file[at] = 0xFF; return file;
            case 3: file[at] = (byte)_random.Next(256); return file;
            default: return [.. file[..at], .. file[Math.Min(file.Length, at + _random.Next(1, 9))..]];
        }
    }

    byte[] Flip(byte[] bytes)
    {
        if (bytes.Length > 0) bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
        return bytes;
    }

    T Pick<T>(IList<T> items) => items[_random.Next(items.Count)];
}
