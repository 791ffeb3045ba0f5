{{/* The service's configuration, a JSON file. */}}
{{- define "token-authz.configuration" -}}
{{- $keys := list -}}
{{- range .Values.keys.list -}}
{{- $key := dict "Id" .id "File" (printf "/etc/token-authz/keys/%s" .id) -}}
{{- with .notBefore }}{{ $_ := set $key "NotBefore" . }}{{ end -}}
{{- with .notAfter }}{{ $_ := set $key "NotAfter" . }}{{ end -}}
{{- $keys = append $keys $key -}}
{{- else -}}
{{- $keys = list (dict "Directory" "/etc/token-authz/keys") -}}
{{- end -}}
{{- $all := include "token-authz.startConfiguration" . | fromJson -}}
{{- $_ := set $all "Keys" $keys -}}
{{- $_ := set $all "AllowWeakKeys" .Values.keys.allowWeak -}}
{{- with .Values.schemes }}{{ $_ := set $all "Schemes" . }}{{ end -}}
{{- with .Values.policies }}{{ $_ := set $all "Policies" . }}{{ end -}}
{{- with include "token-authz.units" . }}{{ $_ := set $all "Units" (fromJson .) }}{{ end -}}
{{- dict "TokenAuthz" $all | toPrettyJson -}}
{{- end -}}

{{/* The part of it that is read at start only: a change of it has to restart Pods. */}}
{{- define "token-authz.startConfiguration" -}}
{{- $listeners := list -}}
{{- range .Values.listeners -}}
{{- $listener := dict "Name" .name "Kind" .kind "Url" (printf "%s://*:%d" (ternary "https" "http" (hasKey . "tls")) (int .port)) -}}
{{- with .protocol }}{{ $_ := set $listener "Protocol" . }}{{ end -}}
{{- with .policies }}{{ $_ := set $listener "Policies" . }}{{ end -}}
{{- with .trustedProxies }}{{ $_ := set $listener "TrustedProxies" . }}{{ end -}}
{{- with .pathPrefix }}{{ $_ := set $listener "PathPrefix" . }}{{ end -}}
{{- if hasKey . "trustedHops" }}{{ $_ := set $listener "TrustedHops" (int .trustedHops) }}{{ end -}}
{{- with .clientAddressHeader }}{{ $_ := set $listener "ClientAddressHeader" . }}{{ end -}}
{{- with .tls -}}
{{- $tls := dict "Certificate" (printf "/etc/token-authz/tls/%s/tls.crt" $listener.Name) "Key" (printf "/etc/token-authz/tls/%s/tls.key" $listener.Name) -}}
{{- if .clientCaSecretName }}{{ $_ := set $tls "ClientCa" (printf "/etc/token-authz/client-ca/%s/ca.crt" $listener.Name) }}{{ end -}}
{{- $_ := set $listener "Tls" $tls -}}
{{- end -}}
{{- $listeners = append $listeners $listener -}}
{{- end -}}
{{- $admin := dict "Url" (printf "%s://*:%d" (include "token-authz.adminScheme" .) (int .Values.admin.port)) -}}
{{- if .Values.admin.tls.enabled -}}
{{- $_ := set $admin "Tls" (dict "Certificate" "/etc/token-authz/tls/admin/tls.crt" "Key" "/etc/token-authz/tls/admin/tls.key") -}}
{{- end -}}
{{- $settings := dict
  "Listeners" $listeners
  "Admin" $admin
  "DrainTime" (include "token-authz.time" .Values.drainSeconds)
  "ReloadInterval" (include "token-authz.time" .Values.reloadSeconds)
  "SingleUse" (dict "MaxTokens" (int .Values.singleUse.maxTokens))
  "Log" (dict "Level" .Values.log.level "DenialsPerSecond" (int .Values.log.denialsPerSecond)) -}}
{{- with .Values.log.format }}{{ $_ := set $settings.Log "Format" . }}{{ end -}}
{{- with .Values.limits }}{{ $_ := set $settings "Limits" . }}{{ end -}}
{{- with .Values.onAllow }}{{ $_ := set $settings "OnAllow" . }}{{ end -}}
{{- with .Values.singleUse.redis.configuration }}{{ $_ := set (index $settings "SingleUse") "Redis" . }}{{ end -}}
{{- toJson $settings -}}
{{- end -}}

{{- define "token-authz.adminScheme" -}}
{{ ternary "https" "http" .Values.admin.tls.enabled }}
{{- end -}}

{{/*
The configuration that is checked before it is in force. cert-manager issues its certificates when the release is there, so that a check
before that leaves them out.
*/}}
{{- define "token-authz.checkedConfiguration" -}}
{{- $all := include "token-authz.configuration" . | fromJson -}}
{{- if .Values.certificate.enabled -}}
{{- range append $all.TokenAuthz.Listeners $all.TokenAuthz.Admin -}}
{{- $_ := unset . "Tls" -}}
{{- $_ := set . "Url" (.Url | replace "https://" "http://") -}}
{{- end -}}
{{- end -}}
{{- toPrettyJson $all -}}
{{- end -}}
