using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Nabla.Tests;

/// <summary>A field as it stands in the file. Known messages are taken apart, so that a change within leaves the lengths around it right.</summary>
sealed class WireField
{
    public required int Number { get; set; }

    public required WireFormat.WireType Type { get; set; }

    public ulong Varint { get; set; }

    public byte[] Bytes { get; set; } = [];

    public WireMessage? Message { get; set; }

    public WireField Clone() => new() { Number = Number, Type = Type, Varint = Varint, Bytes = Bytes, Message = Message?.Clone() };
}

/// <summary>A message as a list of fields in the order of the file.</summary>
sealed class WireMessage(MessageDescriptor descriptor)
{
    public MessageDescriptor Descriptor { get; } = descriptor;

    public List<WireField> Fields { get; } = [];

    public static WireMessage Parse(MessageDescriptor descriptor, byte[] bytes)
    {
        var message = new WireMessage(descriptor);
        using var input = new CodedInputStream(bytes);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            var field = new WireField { Number = WireFormat.GetTagFieldNumber(tag), Type = WireFormat.GetTagWireType(tag) };
            switch (field.Type)
            {
                case WireFormat.WireType.Varint: field.Varint = input.ReadUInt64(); break;
                case WireFormat.WireType.Fixed32: field.Bytes = BitConverter.GetBytes(input.ReadFixed32()); break;
                case WireFormat.WireType.Fixed64: field.Bytes = BitConverter.GetBytes(input.ReadFixed64()); break;
                default:
                    field.Bytes = input.ReadBytes().ToByteArray();
                    if (descriptor.FindFieldByNumber(field.Number) is { FieldType: FieldType.Message } inner)
                        (field.Message, field.Bytes) = (Parse(inner.MessageType, field.Bytes), []);
                    break;
            }
            message.Fields.Add(field);
        }
        return message;
    }

    public WireMessage Clone()
    {
        var copy = new WireMessage(Descriptor);
        foreach (var field in Fields) copy.Fields.Add(field.Clone());
        return copy;
    }

    /// <summary>This message and all within it.</summary>
    public void Collect(List<WireMessage> into)
    {
        into.Add(this);
        foreach (var field in Fields) field.Message?.Collect(into);
    }

    public byte[] ToArray()
    {
        var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }

    void Write(MemoryStream stream)
    {
        foreach (var field in Fields)
        {
            Varint(stream, (ulong)field.Number << 3 | (uint)field.Type);
            switch (field.Type)
            {
                case WireFormat.WireType.Varint: Varint(stream, field.Varint); break;
                case WireFormat.WireType.LengthDelimited:
                    var bytes = field.Message?.ToArray() ?? field.Bytes;
                    Varint(stream, (ulong)bytes.Length);
                    stream.Write(bytes);
                    break;
                default: stream.Write(field.Bytes); break;
            }
        }
    }

    static void Varint(MemoryStream stream, ulong value)
    {
        for (; value > 127; value >>= 7) stream.WriteByte((byte)(value | 128));
        stream.WriteByte((byte)value);
    }
}
