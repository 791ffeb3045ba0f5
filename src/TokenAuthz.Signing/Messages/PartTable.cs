using System.Collections.Immutable;

namespace TokenAuthz.Signing.Messages;

/// <summary>Every part that templates name. A part is a row here, and the class that writes it if it is made for each request.</summary>
internal static class PartTable
{
    /// <summary>The parts, in the order of the documents.</summary>
    public static ImmutableArray<MessagePart> All { get; } =
    [
        MessageParts.Key,
        MessageParts.Salt,
        MessageParts.Method,
        MessageParts.Host,
        MessageParts.UrlScheme,
        UrlAuthority.Part,
        UrlPort.Part,
        MessageParts.Path,
        PathOrEmpty.Part,
        PathParts.Uri,
        PathParts.RelativeUri,
        PathParts.Directory,
        PathSegments.Part,
        Stem.Part,
        MessageParts.Target,
        MessageParts.SignedTarget,
        SignedUrl.Part,
        OwnUrl.Part,
        MessageParts.Query,
        MessageParts.Parameter,
        Args.Part,
        SortedQuery.Part,
        SortedParameters.OfQuery,
        SortedParameters.OfForm,
        PlivoParameters.Part,
        OtherParameters.Part,
        CanonicalQuery.Part,
        OAuthParameters.Part,
        MessageParts.Header,
        SignatureBase.Part,
        HeaderLines.Part,
        CanonicalHeaders.Part,
        CavageString.Part,
        KongString.Part,
        ApisixString.Part,
        ClientAddressText.Part,
        PackedAddress.Part,
        PrefixOrPath.Part,
        UrlBinding.Part,
        SaltBinding.Part,
        EdgeCacheToken.Part,
        AzurePath.Part,
        AzureSnapshot.Part,
        AzureScope.Part,
        MessageParts.Body,
    ];

    /// <summary>The names of the parts in templates, with each argument.</summary>
    public static IEnumerable<string> Names => All.SelectMany(part => part.Names);

    /// <summary>Finds a part by its name and argument; null when there is none.</summary>
    public static MessagePart? Find(string name, string argument) =>
        All.FirstOrDefault(part => part.Name == name && part.Takes(argument));
}
