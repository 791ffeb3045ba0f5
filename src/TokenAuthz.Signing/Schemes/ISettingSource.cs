using System.Collections.Immutable;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Values of settings by their names: a section of the configuration, or a preset's file.</summary>
public interface ISettingSource
{
    /// <summary>Reads a text; null when it is not set.</summary>
    string? Text(string name);

    /// <summary>Reads a text that no message may show; null when it is not set.</summary>
    string? Secret(string name);

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    bool Bool(string name, bool whenAbsent = false);

    /// <summary>Reads a whole number within limits, both included.</summary>
    int Number(string name, int whenAbsent, int min, int max);

    /// <summary>Reads a time span within limits, both included.</summary>
    TimeSpan Duration(string name, TimeSpan whenAbsent, TimeSpan min, TimeSpan max);

    /// <summary>Reads one of a few words, in any case.</summary>
    /// <returns>The word as <paramref name="words"/> spells it.</returns>
    string Choice(string name, string whenAbsent, params ReadOnlySpan<string> words);

    /// <summary>Reads a list of texts; empty when it is not set.</summary>
    ImmutableArray<string> Strings(string name);

    /// <summary>Reads lists of texts by names of the user's choice; a single text is a list of one. Empty when it is not set.</summary>
    ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> Map(string name);

    /// <summary>Reads sections by names of the user's choice; empty when there are none.</summary>
    ImmutableArray<KeyValuePair<string, ISettingSource>> Sections(string name);
}
