using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Refuses a message that holds its own signature, which nobody
/// could sign, or lacks a field that a part of it is made of.</summary>
internal sealed class SignatureSafety(SchemeDefinition definition, TokenTemplate token, MessageTemplate message)
{
    /// <summary>Checks the message.</summary>
    /// <exception cref="SchemeException">No token could be signed, or a client could choose what a part is made of.</exception>
    public void Check()
    {
        var carrier = token.CarriersOf(token.Signature).Where(message.HasField).Select(field => token.Fields.Names[field]).FirstOrDefault();
        Require(
            carrier is null,
            nameof(SchemeDefinition.Message),
            carrier == WellKnownFields.Signature
                ? "the message cannot hold {sig}, which is made of it"
                : $"the message cannot hold {{{carrier}}}, because {{sig}}, which is made of the message, is read from it");
        foreach (var part in PartTable.All.Where(message.Has)) CheckFields(part);
        Require(
            IndexOf(WellKnownFields.SignedHeaders) < 0
                || !message.Has(HeaderLines.Part)
                || message.Pieces[^1].Part == HeaderLines.Part
                || message.All.Any(piece => piece.Part == HeaderLines.Part && piece.Argument.Length > 0),
            nameof(SchemeDefinition.Message),
            "{header_lines} has to be the end of the message, because the token tells how many lines it has");
        Require(
            token.BodySignature is null || !(message.Has(MessageParts.Body) || message.Has(OAuthParameters.Part)),
            nameof(SchemeDefinition.Message),
            "the body holds the signature itself: sign fields of it");
        foreach (var locator in token.LocatorsCarrying(token.Signature))
        {
            if (locator.Place is TokenPlace.Query) CheckQuery(locator);
            if (locator.Place is TokenPlace.Path) CheckPath();
            if (locator.Place is TokenPlace.Header or TokenPlace.Cookie) CheckHeader(locator);
        }
    }

    // A field that tells what is in a part, and that the part does not hold itself, has to be signed beside it.
    private void CheckFields(MessagePart part) => Require(
        part.Fields.All(name => IndexOf(name) >= 0 && (part.HoldsFields || message.SignsField(IndexOf(name)))),
        nameof(SchemeDefinition.Message),
        $"{part} needs the field{(part.Fields.Length > 1 ? "s" : "")} " +
            $"{string.Join(" and ", part.Fields.Select(name => $"{{{name}}}"))} in the token" +
            (part.HoldsFields ? "" : " and in the message"));

    private void CheckQuery(TokenLocator locator)
    {
        Require(
            !message.Has(MessageParts.Target),
            nameof(SchemeDefinition.Message),
            "{target} holds the signature itself: write {signed_target}, which ends before it");
        Require(
            !message.Has(SortedQuery.Part),
            nameof(SchemeDefinition.Message),
            "{sorted_query} holds the signature itself: write {other_parameters}, which leaves it out");
        Require(
            !message.All.Any(piece => locator.NameBytes.AsSpan().SequenceEqual(piece.Parameter)),
            nameof(SchemeDefinition.Message),
            $"the parameter {locator.Name} holds the signature itself");
    }

    private void CheckPath()
    {
        var isPathWhole = message.Has(PartContent.Target)
            || (IndexOf(WellKnownFields.Path) < 0 && message.Has(PartContent.Path));
        Require(
            !isPathWhole,
            nameof(SchemeDefinition.Message),
            "the path holds the signature itself: name what remains of it, as in path:/{sig}{path}, and sign {path}");
    }

    private void CheckHeader(TokenLocator locator)
    {
        var header = locator.Place is TokenPlace.Cookie ? "cookie" : locator.Name;
        Require(
            !definition.SignedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase),
            nameof(SchemeDefinition.SignedHeaders),
            $"the header {header} holds the signature itself");
        Require(
            !message.All.Any(piece => string.Equals(piece.Header?.Text, header, StringComparison.OrdinalIgnoreCase)),
            nameof(SchemeDefinition.Message),
            $"the header {header} holds the signature itself");
    }

    private int IndexOf(string field) => token.Fields.IndexOf(field);
}
