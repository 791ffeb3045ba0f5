using System.Runtime.CompilerServices;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;

namespace TokenAuthz.Signing.Verifying;

/// <summary>What a check tells a trace.</summary>
internal ref partial struct Verification<TRequest>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void TraceFields()
    {
        var names = _plan.Fields.Names;
        for (var field = 0; field < names.Count; field++)
        {
            if (_source.Values.Has(field)) _trace!.Field(names[field], _source.Values[field]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TraceMessage(Key key, bool isMatch)
    {
        foreach (var (name, writer) in _plan.MaskedTexts)
        {
            var text = new ByteWriter(default);
            _ = writer.TryWrite(ref text, ref _source, "(key)"u8);
            _trace!.Text(name, text.Written);
            text.Dispose();
        }

        var masked = new ByteWriter(_message);
        try
        {
            _ = _plan.MaskedWriter.TryWrite(ref masked, ref _source, "(key)"u8);
            _trace!.Message(key.Id, masked.Written, isMatch);
        }
        finally
        {
            masked.Dispose();
        }
    }

    // The first requirement that the request does not meet.
    private Requirement? FindBroken()
    {
        foreach (var requirement in _plan.Requirements.AsSpan())
        {
            var isMet = requirement.IsMet(ref _source, _text);
            _trace?.Requirement(requirement.Name, isMet);
            if (!isMet) return requirement;
        }

        return null;
    }
}
