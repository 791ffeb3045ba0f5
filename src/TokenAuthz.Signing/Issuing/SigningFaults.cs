using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Issuing;

/// <summary>Why a request cannot be signed, and what to change.</summary>
internal static class SigningFaults
{
    public static SchemeException UnknownForm(Scheme scheme, string name) => new(
        nameof(UnsignedRequest.Form),
        scheme.Definition.Forms.IsEmpty
            ? $"{scheme.Name} has one form only: name none"
            : $"{scheme.Name} has no form {name}; it has {string.Join(", ", scheme.Definition.Forms.Select(form => form.Name))}");

    public static SchemeException UnknownField(SchemePlan plan, string name) => new(
        nameof(SchemeDefinition.Token),
        $"a token of {plan.Definition.Name} has no field {name}; it has {string.Join(", ", plan.Fields.Names)}");

    public static SchemeException HasNoEnd(SchemePlan plan) => new(
        nameof(SchemeDefinition.Token),
        $"a token of {plan.Definition.Name} does not say when it ends: leave out the time to live");

    /// <summary>The key cannot make a signature of the scheme; null when it can.</summary>
    public static SchemeException? WhyUnusable(SchemePlan plan, Key key)
    {
        var reason = plan.WhyRefused(key)
            ?? (key.Material.CanSign ? null : $"the key {key.Id} is a public key: sign with the private one, and keep it from the service");
        return reason is null ? null : new(nameof(SchemeDefinition.Algorithm), reason);
    }

    /// <summary>The request lacks something that the message holds, or the message could be read in two ways.</summary>
    public static SchemeException Unsignable(SchemePlan plan, UnsignedRequest request, scoped in FieldValues values)
    {
        if (!request.ClientAddress.IsKnown && SignsAddress(plan, values))
        {
            return new(
                nameof(UnsignedRequest.ClientAddress),
                $"{plan.Definition.Name} signs the client's address, and the request has none");
        }

        var absent = plan.Covers
            .Where(component => component is { Header.Text: not "host", IsOptional: false })
            .Select(component => component.Name)
            .FirstOrDefault(name => !request.Headers.ContainsKey(name));
        return absent is not null
            ? new(nameof(UnsignedRequest.Headers), $"{plan.Definition.Name} signs the header {absent}, and the request has none")
            : new(
                nameof(SchemeDefinition.Message),
                $"{plan.Definition.Name} refuses this path or query: an escape is ill-formed, or hides a slash, a dot segment or a " +
                    "separator, or a parameter is repeated; or a field holds the text that separates it from the next");
    }

    /// <summary>The token would hold for longer than the scheme allows.</summary>
    public static SchemeException EndsTooLate(SchemePlan plan) => new(
        nameof(SchemeDefinition.Horizon),
        $"the token of {plan.Definition.Name} would end later than its Horizon or MaxLifetime allows: give it a shorter time to live");

    /// <summary>The token is in its place, and verifying does not read it.</summary>
    public static SchemeException Unreadable(SchemePlan plan, scoped in FieldValues values)
    {
        foreach (var field in plan.Token.Parts.SelectMany(part => part[0].RequiredFields))
        {
            if (!values[field].IsEmpty) continue;
            return new(
                nameof(SchemeDefinition.Token),
                $"the token of {plan.Definition.Name} would have nothing for {{{plan.Fields.Names[field]}}}, and be denied");
        }

        return new(
            nameof(SchemeDefinition.Token),
            $"the request would be denied with its token of {plan.Definition.Name}: it has one already, a field holds the text that " +
                "separates the fields, or its time is ill-formed");
    }

    // A scheme with the field {address_bound} signs the address only of a token that has the field.
    private static bool SignsAddress(SchemePlan plan, scoped in FieldValues values)
    {
        var mark = plan.Fields.IndexOf(WellKnownFields.AddressBound);
        return plan.Message.Has(ClientAddressText.Part)
            || (plan.Message.Has(PackedAddress.Part) && (mark < 0 || values.Has(mark)));
    }
}
