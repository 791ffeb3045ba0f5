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
        _source.Key = "(key)"u8;
        if (!_source.Salt.IsEmpty) _source.Salt = "(salt)"u8;
        var masked = new ByteWriter(_message);
        try
        {
            // A message that the request lacks a part of was not compared with anything.
            if (!_plan.Writer.TryWrite(ref masked, ref _source)) return;
            foreach (var (name, writer) in _plan.Texts)
            {
                var text = new ByteWriter(default);
                _ = writer.TryWrite(ref text, ref _source);
                _trace!.Text(name, text.Written);
                text.Dispose();
            }

            _trace!.Message(key.Id, masked.Written, isMatch);
        }
        finally
        {
            masked.Dispose();
            _source.Salt = _plan.SaltOf(key);
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
