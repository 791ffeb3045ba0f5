namespace TokenAuthz.Signing.Algorithms;

/// <summary>How the two numbers of an ECDSA signature are written. A check accepts one of the forms only.</summary>
public enum SignatureForm
{
    /// <summary>r and s side by side, each as long as the curve's field: 64 bytes for P-256 (RFC 7518, section 3.4).</summary>
    Concatenated,

    /// <summary>Ecdsa-Sig-Value in DER (RFC 3279, section 2.2.3).</summary>
    Der,
}
