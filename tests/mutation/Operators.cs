using Microsoft.CodeAnalysis.CSharp;

namespace TokenAuthz.Mutation;

/// <summary>The operator that a mutant has in place of another.</summary>
internal static class Operators
{
    public static SyntaxKind? Other(SyntaxKind kind) => kind switch
    {
        SyntaxKind.LessThanToken => SyntaxKind.LessThanEqualsToken,
        SyntaxKind.LessThanEqualsToken => SyntaxKind.LessThanToken,
        SyntaxKind.GreaterThanToken => SyntaxKind.GreaterThanEqualsToken,
        SyntaxKind.GreaterThanEqualsToken => SyntaxKind.GreaterThanToken,
        SyntaxKind.EqualsEqualsToken => SyntaxKind.ExclamationEqualsToken,
        SyntaxKind.ExclamationEqualsToken => SyntaxKind.EqualsEqualsToken,
        SyntaxKind.AmpersandAmpersandToken => SyntaxKind.BarBarToken,
        SyntaxKind.BarBarToken => SyntaxKind.AmpersandAmpersandToken,
        SyntaxKind.PlusToken => SyntaxKind.MinusToken,
        SyntaxKind.MinusToken => SyntaxKind.PlusToken,
        SyntaxKind.AsteriskToken => SyntaxKind.SlashToken,
        SyntaxKind.SlashToken => SyntaxKind.AsteriskToken,
        SyntaxKind.PercentToken => SyntaxKind.AsteriskToken,
        SyntaxKind.AmpersandToken => SyntaxKind.BarToken,
        SyntaxKind.BarToken => SyntaxKind.AmpersandToken,
        SyntaxKind.CaretToken => SyntaxKind.AmpersandToken,
        SyntaxKind.LessThanLessThanToken => SyntaxKind.GreaterThanGreaterThanToken,
        SyntaxKind.GreaterThanGreaterThanToken => SyntaxKind.LessThanLessThanToken,
        _ => null,
    };
}
