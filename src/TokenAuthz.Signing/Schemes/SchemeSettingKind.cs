namespace TokenAuthz.Signing.Schemes;

/// <summary>How a setting of a scheme is written.</summary>
public enum SchemeSettingKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A text that no message shows.</summary>
    Secret,

    /// <summary>A list of texts; a single text is a list of one.</summary>
    List,

    /// <summary>Lists of texts by names of the user's choice; a single text is a list of one.</summary>
    Map,

    /// <summary>One of <see cref="DefinitionSetting{TDefinition}.Choices"/>, in any case.</summary>
    Choice,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A time span, as <c>[d.]hh:mm:ss</c>.</summary>
    Duration,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,
}
