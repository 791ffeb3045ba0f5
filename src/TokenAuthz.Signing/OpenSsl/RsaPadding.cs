namespace TokenAuthz.Signing.OpenSsl;

/// <summary>How an RSA signature is padded; <see cref="None"/> for keys of other kinds.</summary>
internal enum RsaPadding
{
    None,
    Pkcs1,
    Pss,
}
