namespace TokenAuthz.Signing.Messages;

/// <summary>
/// What a piece of a message must keep to so that the message can be taken apart in one way only. The compiler relies on it,
/// and the writer denies a request that does not keep to it.
/// </summary>
/// <param name="Stops">Bytes that the piece must not hold; null for none.</param>
/// <param name="Start">What it must begin with; null for anything.</param>
internal readonly record struct PieceGuard(byte[]? Stops, byte? Start)
{
    public bool Allows(ReadOnlySpan<byte> piece) =>
        (Stops is null || !piece.ContainsAny(Stops)) && (Start is not { } start || (!piece.IsEmpty && piece[0] == start));

    public PieceGuard WithStop(byte stop) => this with { Stops = [.. Stops ?? [], stop] };
}
