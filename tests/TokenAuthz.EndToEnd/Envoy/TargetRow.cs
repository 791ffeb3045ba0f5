using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>A request with the token of its own target, or of another spelling of it.</summary>
/// <param name="Description">What the request does.</param>
/// <param name="Signed">The target that the token was made for.</param>
/// <param name="Requested">The target that is sent.</param>
/// <param name="Plain">Whether it passes when Envoy changes nothing: when both are the same bytes.</param>
/// <param name="Normalized">Whether it passes with normalize_path and merge_slashes: when Envoy's form was signed.</param>
internal sealed record TargetRow(string Description, string Signed, string Requested, bool Plain, bool Normalized)
{
    public static ImmutableArray<TargetRow> All { get; } =
    [
        new("Root", "/", "/", true, true),
        new("Path and query", "/a/b?x=1&y=2", "/a/b?x=1&y=2", true, true),
        new("Token of another path", "/b", "/a", false, false),
        new("Token of another query", "/a?x=1", "/a?x=2", false, false),
        new("Token of the path without its query", "/a", "/a?x=1", false, false),
        new("Token of the path with a query", "/a?x=1", "/a", false, false),
        new("Empty query, signed with it", "/a?", "/a?", true, true),
        new("Empty query, signed without it", "/a", "/a?", false, false),
        new("Slash at the end", "/a", "/a/", false, false),
        new("Another case", "/a", "/A", false, false),
        new("Path parameter", "/a", "/a;x", false, false),
        new("Path parameter, signed with it", "/a;x", "/a;x", true, true),
        new("Two slashes, signed merged", "/a", "//a", false, true),
        new("Two slashes, signed as sent", "//a", "//a", true, false),
        new("Two slashes in the middle, signed merged", "/a/b", "/a//b", false, true),
        new("One dot, signed without it", "/a", "/./a", false, true),
        new("One dot, signed as sent", "/./a", "/./a", true, false),
        new("Two dots, signed resolved", "/b", "/a/../b", false, true),
        new("Two dots, signed as sent", "/a/../b", "/a/../b", true, false),
        new("Two dots, signed by the first segment", "/a", "/a/../b", false, false),
        new("Escaped dots, signed resolved", "/b", "/a/%2e%2e/b", false, true),
        new("Escaped dots, signed as sent", "/a/%2e%2e/b", "/a/%2e%2e/b", true, false),
        new("Backslash, signed as a slash", "/a/b", "/a\\b", false, true),
        new("Backslash, signed as sent", "/a\\b", "/a\\b", true, false),
        new("Escaped slash, signed as a slash", "/a/b", "/a%2fb", false, false),
        new("Escaped slash, signed as sent", "/a%2fb", "/a%2fb", true, true),
        new("Escaped letter, signed as the letter", "/a", "/%61", false, true),
        new("Escaped letter, signed as sent", "/%61", "/%61", true, false),
        new("Escaped space, signed as sent", "/a%20b", "/a%20b", true, true),
        new("Escapes in another case", "/a%2Fb", "/a%2fb", false, false),
        new("Dots and slashes in the query", "/a?u=//b/../c", "/a?u=//b/../c", true, true),
        new("Escaped NUL in the query", "/a?x=%00", "/a?x=%00", true, true),
        new("Bad escape in the query", "/a?x=%zz", "/a?x=%zz", true, true),
        new("Absolute form, signed by its path", "/a?x=1", "http://example.com/a?x=1", true, true),
        new("Absolute form, signed as sent", "http://example.com/a", "http://example.com/a", false, false),
    ];
}
