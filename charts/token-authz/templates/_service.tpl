{{/* The ports of checks. */}}
{{- define "token-authz.servicePorts" -}}
{{- range .Values.listeners }}
- name: {{ .name }}
  port: {{ .port }}
  targetPort: {{ .name }}
  # By this Istio and Envoy Gateway choose HTTP/1.1 or HTTP/2 towards the port. With https they would choose HTTP/1.1. They learn of
  # TLS from the DestinationRule and the BackendTLSPolicy.
  appProtocol: {{ if eq .kind "ext-authz-grpc" }}grpc{{ else if eq .protocol "http2" }}kubernetes.io/h2c{{ else if .tls }}https{{ else }}http{{ end }}
{{- end }}
{{- end -}}

{{/* The families of addresses of every Service. */}}
{{- define "token-authz.ipFamilies" -}}
{{- range $field := list "ipFamilyPolicy" "ipFamilies" }}
{{- with get $.Values.service $field }}
{{ dict $field . | toYaml }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The names of every Service, with and without the domain of the cluster: a YAML list. */}}
{{- define "token-authz.serviceNames" -}}
{{- $suffixes := list "" -}}
{{- if .Values.service.headless.enabled }}{{ $suffixes = append $suffixes "-headless" }}{{ end -}}
{{- if .Values.admin.service.enabled }}{{ $suffixes = append $suffixes "-admin" }}{{ end -}}
{{- range $suffixes }}
{{- $name := printf "%s%s.%s.svc" (include "token-authz.fullname" $) . (include "token-authz.namespace" $) }}
- {{ $name }}
- {{ $name }}.{{ $.Values.clusterDomain }}
{{- end }}
{{- end -}}
