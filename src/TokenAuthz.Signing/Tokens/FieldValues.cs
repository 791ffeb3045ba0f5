using System.Diagnostics;

namespace TokenAuthz.Signing.Tokens;

/// <summary>The values of a token's fields, as they stand in the request, each by its number in <see cref="TokenFields"/>.</summary>
internal ref struct FieldValues
{
    public const int Capacity = 8;

    private ReadOnlySpan<byte> _field0;
    private ReadOnlySpan<byte> _field1;
    private ReadOnlySpan<byte> _field2;
    private ReadOnlySpan<byte> _field3;
    private ReadOnlySpan<byte> _field4;
    private ReadOnlySpan<byte> _field5;
    private ReadOnlySpan<byte> _field6;
    private ReadOnlySpan<byte> _field7;
    private byte _present;

    /// <summary>A field's value; empty when it is absent.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        readonly get => index switch
        {
            0 => _field0,
            1 => _field1,
            2 => _field2,
            3 => _field3,
            4 => _field4,
            5 => _field5,
            6 => _field6,
            7 => _field7,
            _ => default,
        };
        set
        {
            _present |= (byte)(1 << index);
            switch (index)
            {
                case 0: _field0 = value; break;
                case 1: _field1 = value; break;
                case 2: _field2 = value; break;
                case 3: _field3 = value; break;
                case 4: _field4 = value; break;
                case 5: _field5 = value; break;
                case 6: _field6 = value; break;
                case 7: _field7 = value; break;
                default: throw new UnreachableException();
            }
        }
    }

    /// <summary>Whether the token has the field; never for an index below 0.</summary>
    public readonly bool Has(int index) => index >= 0 && (_present & (1 << index)) != 0;

    /// <summary>Whether some fields, a bit each, have the same values as in another token, or are absent in both.</summary>
    public readonly bool AreEqual(scoped in FieldValues other, uint fields)
    {
        for (var i = 0; i < Capacity; i++)
        {
            if ((fields & (1u << i)) != 0 && (Has(i) != other.Has(i) || !this[i].SequenceEqual(other[i]))) return false;
        }

        return true;
    }

    /// <summary>Copies some fields, a bit each, from another token that has them.</summary>
    public void Take(in FieldValues other, uint fields)
    {
        for (var i = 0; i < Capacity; i++)
        {
            if ((fields & (1u << i)) != 0 && other.Has(i)) this[i] = other[i];
        }
    }
}
