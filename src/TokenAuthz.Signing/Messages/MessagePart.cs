using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>A part of a message that templates name in braces: how it is written, and what the compiler has to know of it.</summary>
/// <param name="name">The name. Renaming a part changes the language of every user's schemes.</param>
/// <param name="form">The form of the text, before its filters.</param>
internal sealed class MessagePart(string name, TextForm form)
{
    /// <summary>An argument of the user's choice, as in <c>{query:id}</c>.</summary>
    public const string AnyArgument = "NAME";

    /// <summary>A number of the user's choice, as in <c>{segments:2}</c>.</summary>
    public const string AnyNumber = "N";

    public string Name => name;

    public TextForm Form => form;

    /// <summary>Where the text of the part stands; <see cref="PartText.Made"/> for a part that has a <see cref="Writer"/>.</summary>
    public PartText Text { get; init; } = PartText.Made;

    /// <summary>Makes what writes the part of a piece, with the settings of its scheme; null for a text that stands in memory.</summary>
    public Func<MessagePiece, MessageSettings, PartWriter>? Writer { get; init; }

    /// <summary>The parts of a request that the part holds.</summary>
    public PartContent Content { get; init; }

    /// <summary>
    /// The word behind a colon: <see cref="AnyArgument"/>, <see cref="AnyNumber"/>, or the only one; null for a part that takes none.
    /// </summary>
    public string? Argument { get; init; }

    /// <summary>The argument as documents show it, where it is no name; null otherwise.</summary>
    public string? ArgumentShown { get; init; }

    /// <summary>Throws a <see cref="FormatException"/> for an argument that is ill-formed; null for a part that takes any.</summary>
    public Action<string>? CheckArgument { get; init; }

    /// <summary>Whether the part has no meaning without its argument.</summary>
    public bool NeedsArgument { get; init; }

    /// <summary>The fields of a token that the part is made of, so that a token without them has no such part.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>Whether the part has each of its fields in full.</summary>
    public bool HoldsFields { get; init; }

    /// <summary>The settings of a scheme that only this part and others that list them read.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>The names in templates, one with each argument.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            if (!NeedsArgument) yield return name;
            if (Argument is { } argument) yield return $"{name}:{ArgumentShown ?? argument}";
        }
    }

    /// <summary>Whether templates may write the part with an argument; empty for none.</summary>
    public bool Takes(string argument) =>
        argument.Length == 0 ? !NeedsArgument : Argument is AnyArgument or AnyNumber || Argument == argument;

    public override string ToString() => $"{{{name}}}";
}
