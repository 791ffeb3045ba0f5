using System.Text.Json.Serialization;

namespace TokenAuthz.Admin;

/// <summary>Writes and reads the status; made at build time, as a native build has no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ConfigurationStatus))]
internal sealed partial class ConfigurationStatusJson : JsonSerializerContext;
