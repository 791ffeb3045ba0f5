using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Compiles a handshake, and refuses one that would let pass or answer more than it names.</summary>
/// <param name="scheme">The scheme that has it.</param>
/// <param name="handshake">The handshake.</param>
internal sealed class HandshakeCompiler(SchemeDefinition scheme, HandshakeDefinition handshake)
{
    /// <summary>The field that is the policy's setting <c>VerifyToken</c>.</summary>
    public const string VerifyToken = "verify_token";

    private readonly TokenFields _fields = new();

    /// <summary>Compiles the handshake.</summary>
    /// <exception cref="SchemeException">It is ill-formed, or not safe.</exception>
    public Handshake Compile()
    {
        var method = handshake.Method;
        Require(HeaderName.IsToken(method) && !method.Any(char.IsAsciiLetterLower), PathOf("Method"), "write a method such as GET");
        var (headers, items) = (ParseHeaders(), ParseItems());
        var readsVerifyToken = _fields.IndexOf(VerifyToken) >= 0;
        var verifyToken = _fields.Add(VerifyToken);
        var signature = CompileSignature();
        var answer = Template(nameof(HandshakeDefinition.Answer), handshake.Answer);
        var safety = new HandshakeSafety(handshake, _fields, PathOf);
        safety.CheckShape(headers, items);
        safety.CheckAnswer(answer);
        return new()
        {
            Name = handshake.Name,
            Method = Encoding.ASCII.GetBytes(method),
            IsSigned = handshake.NeedsToken,
            Headers = headers,
            Items = items,
            HasNoQuery = !handshake.NeedsToken && !HandshakeSafety.Reads(items, ItemSource.Query),
            HasNoBody = !handshake.NeedsToken && !HandshakeSafety.Reads(items, ItemSource.Body),
            Requirements = [.. handshake.Require.Select(entry => CompileRequirement(entry.Key, entry.Value, items))],
            Host = Parse(nameof(SchemeDefinition.PublicUrl), () => PublicUrl.Parse(scheme.PublicUrl)).Host,
            VerifyToken = verifyToken,
            ReadsVerifyToken = readsVerifyToken,
            NeedsVerifyToken = readsVerifyToken || answer.HasField(verifyToken),
            Signature = signature,
            AnswerType = handshake.AnswerType,
            Answer = new(answer, MessageSettings.None),
        };
    }

    private string PathOf(string setting) => $"{SchemeSettings.Handshakes}:{handshake.Name}:{setting}";

    private ImmutableArray<TokenLocator> ParseHeaders() => Parse(
        PathOf(nameof(HandshakeDefinition.Headers)),
        () => ImmutableArray.CreateRange(
            handshake.Headers.Select(
                text => TokenLocator.Parse($"header:{text}", _fields, RefuseFormat, isFirst: false, isCandidate: false))));

    private ImmutableArray<TokenItem> ParseItems()
    {
        var parser = new ItemParser(_fields, RefuseFormat, new(null, null));
        return Parse(
            PathOf(nameof(HandshakeDefinition.Items)), () => ImmutableArray.CreateRange(handshake.Items.Select(parser.Parse)));
    }

    private static void RefuseFormat(string field, string? format)
    {
        if (format is not null && !WellKnownFields.Times.Contains(field))
            throw new FormatException($"{{{field}:{format}}}: leave the format out");
    }

    private MessageTemplate Template(string setting, string text) =>
        Parse(PathOf(setting), () => MessageTemplate.Parse(text, _fields, handshake.Let));

    private AnswerSignature? CompileSignature()
    {
        const string setting = nameof(HandshakeDefinition.Signs);
        Require(
            _fields.IndexOf(WellKnownFields.Signature) < 0, PathOf(nameof(HandshakeDefinition.Items)), "{sig} is the answer's signature");
        if (handshake.Signs.Length == 0) return null;
        Require(
            scheme.Algorithm.Traits().Family is AlgorithmFamily.Hmac && scheme.DeriveKey.IsEmpty,
            PathOf(setting),
            "only a key of an HMAC signs an answer, and none that DeriveKey makes");
        var message = Template(setting, handshake.Signs);
        var fields =
            message.All.Where(piece => piece.Part == MessageParts.Field).Select(piece => piece.Field).Distinct().ToImmutableArray();
        Require(
            message.All.All(piece => HandshakeSafety.Texts.Contains(piece.Part))
            && !fields.Contains(_fields.IndexOf(VerifyToken)),
            PathOf(setting),
            "a signed text has fields of the request and fixed texts only");
        return new(
            new(message, MessageSettings.None),
            fields,
            SignatureMethod.Of(scheme.Algorithm, scheme.Truncate, scheme.SignatureForm),
            scheme.Encoding,
            _fields.Add(WellKnownFields.Signature));
    }

    private Requirement CompileRequirement(string name, ImmutableArray<string> texts, ImmutableArray<TokenItem> items)
    {
        var setting = $"{nameof(HandshakeDefinition.Require)}:{name}";
        var field = _fields.IndexOf(name);
        Require(field >= 0, PathOf(setting), $"the handshake has no field {{{name}}}; it has {string.Join(", ", _fields.Names)}");
        return new(
            name,
            field,
            [.. texts.Select(text => new MessageWriter(Template(setting, text), MessageSettings.None))],
            IsOptional: false,
            items.Any(item => item.MakesList(field)),
            DenyReason.MissingToken);
    }
}
