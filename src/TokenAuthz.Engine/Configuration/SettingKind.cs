namespace TokenAuthz.Engine.Configuration;

/// <summary>How the value of a setting is written.</summary>
public enum SettingKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A text that no message, log or command line may show.</summary>
    Secret,

    /// <summary>A text that may stand in a label of a metric and in a header; see <see cref="SettingsSection.IsName"/>.</summary>
    Name,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A time span, as <c>[d.]hh:mm:ss</c>.</summary>
    Duration,

    /// <summary>An instant in ISO 8601 with its offset.</summary>
    Instant,

    /// <summary>One of <see cref="Setting.Choices"/>, in any case.</summary>
    Choice,

    /// <summary>A list of texts; a single text is a list of one.</summary>
    Strings,

    /// <summary>Lists of texts by names of the user's choice; a single text is a list of one.</summary>
    StringsByName,

    /// <summary>A list of sections, each with the settings of <see cref="Setting.Members"/>.</summary>
    List,

    /// <summary>Sections by names of the user's choice, each with the settings of <see cref="Setting.Members"/>.</summary>
    Map,

    /// <summary>A setting, or a section, that another program reads from the same file.</summary>
    Elsewhere,
}
