{{/* How the admin port is scraped, as an endpoint of a monitor: `root`, `monitor`. */}}
{{- define "token-authz.scrape" -}}
{{- $monitor := .monitor -}}
port: admin
path: /metrics
interval: {{ .monitor.interval }}
{{- if .root.Values.admin.tls.enabled }}
scheme: https
{{- end }}
{{- range $field := list "scrapeTimeout" "relabelings" "metricRelabelings" }}
{{- with get $monitor $field }}
{{ dict $field . | toYaml }}
{{- end }}
{{- end }}
{{- if .root.Values.admin.tls.enabled }}
{{- $ca := dict "secret" (dict "name" .root.Values.admin.tls.secretName "key" "ca.crt") }}
{{- $name := printf "%s-admin.%s.svc" (include "token-authz.fullname" .root) (include "token-authz.namespace" .root) }}
{{ dict "tlsConfig" (.monitor.tlsConfig | default (dict "ca" $ca "serverName" $name)) | toYaml }}
{{- end }}
{{- with .monitor.endpoint }}
{{ toYaml . }}
{{- end }}
{{- end -}}
