using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests.Formats;

/// <summary>Writes docs/formats.md from the files of the presets, and from the engine's decision about each example.</summary>
internal static class FormatsPage
{
    /// <summary>The presets of the page. Webhooks have a page of their own.</summary>
    public static ImmutableArray<PresetFile> Files { get; } = [.. PresetFile.All.Where(file => file.Kind != PresetFile.Webhook)];

    /// <summary>Writes the page, or fails with everything that is wrong with the presets' examples.</summary>
    public static string Write()
    {
        var (page, mistakes) = (new StringBuilder(Head()), new List<string>());
        foreach (var file in Files)
        {
            if (Record.Exception(() => page.Append(Section(file))) is { } mistake) mistakes.Add($"{file.Preset.Name}: {mistake.Message}");
        }

        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        return page.ToString();
    }

    private static string Head() => $$"""
        # Formats

        To use one of these {{Files.Length}} signature formats, name it in a [policy](policies.md): `"Scheme": "alibaba-a"`.
        To change some of its settings, or to describe a format of your own, write a [scheme](schemes.md). For new clients take
        [hmac-v1](hmac-v1.md). The formats of webhooks are in [webhooks](webhooks.md).

        `token-authz sign` makes a token in any of them, and `token-authz verify` says why a token is denied. Each section below shows a
        complete configuration and a request that it allows at {{Instant(FormatExampleResult.Now)}}.

        ## All formats

        | preset | token in | algorithm | expires |
        | --- | --- | --- | --- |
        {{string.Join('\n', Files.Select(file => Row(file.Preset)))}}

        ## What holds for all of them

        - Keys in the examples are public. Keep yours in a file: write `"File"` instead of `"Value"`.
        - A request that has a second, different token is denied, and so is one that repeats a parameter of the token.
        - A request without a signature is denied as `missing_token`, even if it has the token's other parts, such as a date.
        - Times are whole seconds; a token is valid through its last second. Clocks may differ by `Skew`, which is 0 by default. A
          time at which a token was made may be 5 seconds ahead in any case.
        - A format that binds the token to the client's address needs a listener with `ClientAddressHeader`, and a gateway that always sets
          that header.
        - A restriction in a token is enforced, or the token is denied as `out_of_scope`: countries are checked with `CountryHeader`.
        - Anybody who has a link can change a parameter that is not signed. A format that signs the query denies links to which
          a tracker has added a parameter (`utm_source`, `fbclid`). Each section says which parts are signed.

        ## Plain digests

        Many formats use an MD5 of a text that contains the key. They are checked as they are published, but they are weaker than an HMAC:

        - `md5(key + message)`: whoever has a token can compute the digest of the same message with more text behind it (length extension).
          Between the two stands MD5's padding, which has zero bytes. Requests in which a signed part after the key has a zero byte,
          plain or percent-encoded, are therefore denied. A scheme with a body or a decoded parameter after the key is refused.
        - `md5(message + key)`: two messages with the same MD5 can be made at will, and one token opens both. This matters if
          somebody else chooses what you sign.
        - Nothing separates the parts: `/file` at `91700000000` and `/file9` at `1700000000` are the same message. Decimal times are
          therefore limited to 10 digits and hexadecimal ones to 8: with one digit more a time is denied, and with one less it is long past.
        - MD5 is fast, so a weak key can be guessed offline from a single link. Take 32 random bytes: `openssl rand -hex 32`.
        - Method and host are not signed, and often the query is not either.

        An HMAC excludes the first two. `hmac-v1` also separates all parts, and signs method, host and query.

        ## Formats that join their parts

        A scheme whose parts run together [is refused](schemes.md#what-is-refused). These formats join parts because their vendors designed
        them so:

        | preset | parts | what it means |
        | --- | --- | --- |
        {{string.Join('\n', Files.SelectMany(Borders))}}

        """;

    private static string Row(SchemeDefinition preset) =>
        $"| [{preset.Name}](#{preset.Name}) | {string.Join(" or ", PlacesOf(preset))} | {FormatWords.Algorithms(FormsOf(preset))} " +
            $"| {FormatWords.Expires(FormsOf(preset)[0])} |";

    private static ImmutableArray<SchemeDefinition> FormsOf(SchemeDefinition preset) => preset.Forms.IsEmpty ? [preset] : preset.Forms;

    private static IEnumerable<string> PlacesOf(SchemeDefinition preset) => FormsOf(preset)
        .SelectMany(form => form.Token)
        .SelectMany(part => part.Split(" | "))
        .Select(place => place.Split(':')[0])
        .Distinct();

    private static IEnumerable<string> Borders(PresetFile file) => FormsOf(file.Preset)
        .SelectMany(form => form.AllowUnseparated)
        .Distinct()
        .Select(border => $"| {file.Preset.Name} | `{border}` | {file.Unseparated[border]} |");

    private static string Section(PresetFile file)
    {
        var (preset, examples) = (file.Preset, FormatExampleResult.Of(file));
        var notes = file.Note.IsEmpty ? "" : $"\n{string.Join('\n', file.Note)}\n";
        var shown = examples.Select((example, i) => Example(example, i == 0 ? null : examples[i - 1], file.Example.KeyId));
        return $"""

            ## {preset.Name}

            {preset.Description} Source: {preset.Source}.

            {string.Concat(FormsOf(preset).Select(form => Form(form, preset)))}- Key: {FormatWords.Key(preset)}
            {Spellings(preset)}{notes}{string.Concat(shown)}
            """;
    }

    private static string Example(FormatExampleResult example, FormatExampleResult? before, string keyId)
    {
        var json = example.Json == before?.Json ? "" : $"\n```json\n{example.Json}\n```\n";
        var signed = example.Parts;
        var passes = signed[true].Contains("query") ? "allowed" : "denied";
        var end =
            example.Trace.Until is { } until ? $"From {Instant(until.AddSeconds(1))} on it is denied as `expired`." : "It never expires.";
        return $"""
            {(example.Form is { } form ? $"\nForm `{form}`:\n" : "")}{json}
            ```http
            {example.Request.TrimEnd('\n')}
            ```

            Allowed by the key `{keyId}`. The signed message is `{example.Trace.Signed}`. {end}
            Signed: {List(signed[false])}. Not signed: {List(signed[true])}. A link with an added parameter is {passes}.

            """;
    }

    private static string Form(SchemeDefinition form, SchemeDefinition preset)
    {
        var (name, indent) = form == preset ? ("", "") : ($"- Form `{form.Name}`\n", "  ");
        var plain = FormatWords.IsPlain(form.Algorithm) ? " ([what that means](#plain-digests))" : "";
        return name
            + $"{indent}- Token: {string.Join(", ", form.Token.Select(Code))}"
            + $"{string.Concat(form.Items.Select(item => $", where {Code(item)}"))}\n"
            + Lines(indent, "Default of", form.Defaults)
            + Lines(indent, "Text", form.Let)
            + $"{indent}- Message: {Code(form.Message)}\n"
            + $"{indent}- Algorithm: {FormatWords.Of(form.Algorithm)}{plain}, written in {FormatWords.Of(form.Encoding)}\n"
            + (form.DeriveKey.IsEmpty ? "" : $"{indent}- Derived key: {string.Join(", ", form.DeriveKey.Select(Code))}\n")
            + Lines(indent, "Required of", form.Require.Select(one => KeyValuePair.Create(one.Key, string.Join(" or ", one.Value))))
            + $"{indent}- Time: {FormatWords.Time(form)}\n";
    }

    private static string Lines(string indent, string word, IEnumerable<KeyValuePair<string, string>> texts) =>
        string.Concat(texts.Select(text => $"{indent}- {word} `{text.Key}`: {Code(text.Value)}\n"));

    // Every format has the exception that is about spellings of the signature.
    private static string Spellings(SchemeDefinition preset)
    {
        string[] reasons =
            [.. SpellingExceptions.All.Where(one => one.Spellings.Length > 0 && FormsOf(preset).Any(one.IsOf)).Select(one => one.Text)];
        return reasons.Length == 0 ? "" : $"- Other spellings that are allowed: {string.Join(' ', reasons)}\n";
    }

    private static string List(IEnumerable<string> words) => words.DefaultIfEmpty("nothing").Aggregate((all, word) => $"{all}, {word}");

    private static string Code(string text) => $"`{ExampleTrace.Escape(text)}`";

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
