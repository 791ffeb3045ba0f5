namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The limits of a piece, which let the message be taken apart in one way only. The scheme's compiler relies on them, and the
/// writer denies a request that exceeds them.
/// </summary>
/// <param name="Stops">Bytes that the piece must not hold; null for none.</param>
/// <param name="Start">The byte that the piece must begin with; null for any.</param>
internal readonly record struct PieceGuard(byte[]? Stops, byte? Start)
{
    public bool Allows(ReadOnlySpan<byte> piece) =>
        (Stops is null || !piece.ContainsAny(Stops)) && (Start is not { } start || (!piece.IsEmpty && piece[0] == start));

    public PieceGuard WithStop(byte stop) => this with { Stops = [.. Stops ?? [], stop] };
}
