using System.Text.Json.Serialization;

namespace TokenAuthz.Signing.Presets;

/// <summary>Reads presets from JSON without reflection, for native builds.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PresetEntry[]))]
internal sealed partial class PresetJson : JsonSerializerContext;
