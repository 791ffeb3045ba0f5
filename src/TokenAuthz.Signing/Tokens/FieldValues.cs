using System.Diagnostics;

namespace TokenAuthz.Signing.Tokens;

/// <summary>The values of a token's fields, as they stand in the request, each by its number in <see cref="TokenFields"/>.</summary>
internal ref struct FieldValues
{
    public const int Capacity = 20;

    /// <summary>
    /// The most tokens of a request that are tried: each may cost an operation with a public key, or a digest of the whole body.
    /// </summary>
    public const int MaxCandidates = 8;

    private ReadOnlySpan<byte> _field0;
    private ReadOnlySpan<byte> _field1;
    private ReadOnlySpan<byte> _field2;
    private ReadOnlySpan<byte> _field3;
    private ReadOnlySpan<byte> _field4;
    private ReadOnlySpan<byte> _field5;
    private ReadOnlySpan<byte> _field6;
    private ReadOnlySpan<byte> _field7;
    private ReadOnlySpan<byte> _field8;
    private ReadOnlySpan<byte> _field9;
    private ReadOnlySpan<byte> _field10;
    private ReadOnlySpan<byte> _field11;
    private ReadOnlySpan<byte> _field12;
    private ReadOnlySpan<byte> _field13;
    private ReadOnlySpan<byte> _field14;
    private ReadOnlySpan<byte> _field15;
    private ReadOnlySpan<byte> _field16;
    private ReadOnlySpan<byte> _field17;
    private ReadOnlySpan<byte> _field18;
    private ReadOnlySpan<byte> _field19;
    private uint _present;

    /// <summary>The number of the token among those that a request carries, of which one has to pass; 0 for the first.</summary>
    public int Candidate { get; init; }

    /// <summary>Whether the request carries another token behind this one.</summary>
    public bool HasNextCandidate { readonly get; set; }

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
            8 => _field8,
            9 => _field9,
            10 => _field10,
            11 => _field11,
            12 => _field12,
            13 => _field13,
            14 => _field14,
            15 => _field15,
            16 => _field16,
            17 => _field17,
            18 => _field18,
            19 => _field19,
            _ => default,
        };
        set
        {
            _present |= 1u << index;
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
                case 8: _field8 = value; break;
                case 9: _field9 = value; break;
                case 10: _field10 = value; break;
                case 11: _field11 = value; break;
                case 12: _field12 = value; break;
                case 13: _field13 = value; break;
                case 14: _field14 = value; break;
                case 15: _field15 = value; break;
                case 16: _field16 = value; break;
                case 17: _field17 = value; break;
                case 18: _field18 = value; break;
                case 19: _field19 = value; break;
                default: throw new UnreachableException();
            }
        }
    }

    /// <summary>Whether the token has the field; never for an index below 0.</summary>
    public readonly bool Has(int index) => index >= 0 && (_present & (1u << index)) != 0;

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
