using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace TokenAuthz.Mutation;

/// <summary>
/// Writes every mutant of a file into it, each behind a switch: <c>(ActiveMutant.Is(7) ? a &lt;= b : a &lt; b)</c>. So all
/// of them are compiled once. An identifier belongs to a place, whether its mutant is <paramref name="dropped"/> or not.
/// </summary>
internal sealed class Mutator(string file, int firstId, IReadOnlySet<int> dropped) : CSharpSyntaxRewriter
{
    private readonly List<Mutant> _mutants = [];
    private int _nextId = firstId;

    public int NextId => _nextId;

    /// <summary>Those that are written.</summary>
    public IReadOnlyList<Mutant> Mutants => _mutants;

    // Constants cannot be switched.
    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;
    public override SyntaxNode? VisitEnumMemberDeclaration(EnumMemberDeclarationSyntax node) => node;
    public override SyntaxNode? VisitParameter(ParameterSyntax node) => node;
    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;
    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;
    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitFieldDeclaration(node);
    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) =>
        node.IsConst ? node : base.VisitLocalDeclarationStatement(node);

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (ExpressionSyntax)base.VisitBinaryExpression(node)!;
        return Operators.Other(node.OperatorToken.Kind()) is { } other
            ? Switch(node, visited, $"{node.OperatorToken.Text} became {SyntaxFacts.GetText(other)}",
                node.WithOperatorToken(Token(other).WithTriviaFrom(node.OperatorToken)))
            : visited;
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var visited = (ExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(SyntaxKind.LogicalNotExpression) ? Switch(node, visited, "! is gone", node.Operand) : visited;
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (ExpressionSyntax)base.VisitInvocationExpression(node)!;
        return IsCondition(node) ? Switch(node, visited, "the call is negated", Negated(node)) : visited;
    }

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        ExpressionSyntax visited = node.WithExpression((ExpressionSyntax)Visit(node.Expression));
        visited = Switch(node, visited, "the pattern is negated", Negated(node));
        foreach (var part in node.Pattern.DescendantNodesAndSelf().OfType<RelationalPatternSyntax>())
            if (Operators.Other(part.OperatorToken.Kind()) is { } other)
                visited = Switch(node, visited, $"in the pattern, {part.OperatorToken.Text} became {SyntaxFacts.GetText(other)}",
                    node.ReplaceNode(part, part.WithOperatorToken(Token(other).WithTriviaFrom(part.OperatorToken))));
        return visited;
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) => node.Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => Switch(node, node, "true became false", LiteralExpression(SyntaxKind.FalseLiteralExpression)),
        SyntaxKind.FalseLiteralExpression => Switch(node, node, "false became true", LiteralExpression(SyntaxKind.TrueLiteralExpression)),
        SyntaxKind.NumericLiteralExpression when node.Token.Value is int number and < int.MaxValue =>
            Switch(
                node, node, $"{number} became {number + 1}", LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(number + 1))),
        _ => node,
    };

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var visited = (StatementSyntax)base.VisitExpressionStatement(node)!;
        return Declares(node) || !Take(node, "the statement is gone", out var id) ? visited
            : Block(IfStatement(
                PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, Is(id)), visited.WithoutTrivia())).WithTriviaFrom(node);
    }

    private ExpressionSyntax Switch(ExpressionSyntax original, ExpressionSyntax visited, string change, ExpressionSyntax mutated) =>
        Declares(original) || !Take(original, change, out var id) ? visited
        : ParenthesizedExpression(ConditionalExpression(
            Is(id),
            ParenthesizedExpression(mutated.WithoutTrivia()),
            ParenthesizedExpression(visited.WithoutTrivia()))).WithTriviaFrom(original);

    private bool Take(SyntaxNode node, string change, out int id)
    {
        id = _nextId++;
        if (dropped.Contains(id)) return false;
        var text = node.ToString().ReplaceLineEndings(" ");
        _mutants.Add(new(
            id,
            file,
            node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            $"{change}: {(text.Length > 90 ? text[..90] + "…" : text)}"));
        return true;
    }

    // What declares a variable cannot be written twice.
    private static bool Declares(SyntaxNode node) =>
        node.DescendantNodes().Any(inner => inner is SingleVariableDesignationSyntax or StackAllocArrayCreationExpressionSyntax);

    private static bool IsCondition(ExpressionSyntax node) => node.Parent switch
    {
        BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression,
        IfStatementSyntax or WhileStatementSyntax => true,
        ConditionalExpressionSyntax conditional => conditional.Condition == node,
        _ => false,
    };

    private static PrefixUnaryExpressionSyntax Negated(ExpressionSyntax node) =>
        PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(node.WithoutTrivia()));

    private static ExpressionSyntax Is(int id) => ParseExpression($"global::TokenAuthz.Signing.ActiveMutant.Is({id})");
}
