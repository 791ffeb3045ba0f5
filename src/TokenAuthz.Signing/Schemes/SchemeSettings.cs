using System.Collections.Immutable;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Every setting of a scheme, in the order of the documentation.</summary>
public static class SchemeSettings
{
    /// <summary>The settings.</summary>
    public static ImmutableArray<DefinitionSetting<SchemeDefinition>> All { get; } =
        [.. TokenSettings.All.Concat(RuleSettings.All).Select(setting => setting with { Default = setting.Write(new() { Name = "" }) })];

    /// <summary>The name of the section with the settings of forms, each below the form's name.</summary>
    public const string Forms = nameof(SchemeDefinition.Forms);

    /// <summary>The name of the section with the settings of handshakes, each below the handshake's name.</summary>
    public const string Handshakes = nameof(SchemeDefinition.Handshakes);

    /// <summary>
    /// Reads every setting, and those of the forms and the handshakes. A form has the
    /// settings of its own section, then those of the scheme, then what it had before.
    /// </summary>
    /// <param name="source">Where the values come from.</param>
    /// <param name="whenAbsent">The scheme whose value a setting keeps when the source has none.</param>
    public static SchemeDefinition Read(ISettingSource source, SchemeDefinition whenAbsent)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(whenAbsent);
        var scheme = ReadFlat(source, whenAbsent);
        var forms = whenAbsent.Forms.Select(form => ReadFlat(source, form)).ToList();
        foreach (var (name, section) in source.Sections(Forms))
        {
            var index = forms.FindIndex(form => string.Equals(form.Name, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0) forms.Add(ReadFlat(section, scheme with { Name = name }));
            else forms[index] = ReadFlat(section, forms[index]);
        }

        var given = source.Sections(Forms).Select(form => form.Value).Prepend(source)
            .SelectMany(section => section.Map(nameof(SchemeDefinition.Let)))
            .Select(text => text.Key)
            .ToHashSet(StringComparer.Ordinal);
        var handshakes = ReadHandshakes(source, whenAbsent);
        if (handshakes.Count > 0) scheme = scheme with { Handshakes = [.. handshakes] };
        return forms.Count == 0
            ? scheme with { Let = InheritedTexts.Of(scheme, given) }
            : scheme with { Forms = [.. forms.Select(form => form with { Let = InheritedTexts.Of(form, given) })] };
    }

    private static List<HandshakeDefinition> ReadHandshakes(ISettingSource source, SchemeDefinition whenAbsent)
    {
        var handshakes = whenAbsent.Handshakes.ToList();
        foreach (var (name, section) in source.Sections(Handshakes))
        {
            var index = handshakes.FindIndex(handshake => string.Equals(handshake.Name, name, StringComparison.OrdinalIgnoreCase));
            if (index < 0) handshakes.Add(HandshakeSettings.Read(section, new() { Name = name }));
            else handshakes[index] = HandshakeSettings.Read(section, handshakes[index]);
        }

        return handshakes;
    }

    private static SchemeDefinition ReadFlat(ISettingSource source, SchemeDefinition whenAbsent) =>
        All.Aggregate(whenAbsent, (scheme, setting) => setting.Read(source, scheme));

    /// <summary>Refuses numbers and durations that are outside of their limits, which a scheme made in code can have.</summary>
    /// <exception cref="SchemeException">A value is.</exception>
    internal static void CheckLimits(SchemeDefinition scheme)
    {
        foreach (var setting in All)
        {
            if (!setting.IsWithinLimits(scheme) && setting.Limits is var (min, max))
                throw new SchemeException(setting.Name, $"this is {setting.Write(scheme)[0]}: write {min} to {max}");
        }
    }
}
