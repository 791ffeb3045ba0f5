{{/* What the service and its test read: whole folders, so that the kubelet swaps their files. */}}
{{- define "token-authz.volumeMounts" -}}
- name: config
  mountPath: /etc/token-authz/config
  readOnly: true
- name: keys
  mountPath: /etc/token-authz/keys
  readOnly: true
{{- range include "token-authz.tlsPorts" . | fromYamlArray }}
- name: tls-{{ .name }}
  mountPath: /etc/token-authz/tls/{{ .name }}
  readOnly: true
{{- if .clientCaSecretName }}
- name: ca-{{ .name }}
  mountPath: /etc/token-authz/client-ca/{{ .name }}
  readOnly: true
{{- end }}
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "token-authz.volumes" -}}
- name: config
  configMap:
    name: {{ include "token-authz.fullname" . }}
- name: keys
  secret:
    secretName: {{ include "token-authz.keysSecret" . }}
    defaultMode: {{ include "token-authz.fileMode" . }}
{{- range include "token-authz.tlsPorts" . | fromYamlArray }}
- name: tls-{{ .name }}
  secret:
    secretName: {{ .secretName }}
    defaultMode: {{ include "token-authz.fileMode" $ }}
{{- if .clientCaSecretName }}
- name: ca-{{ .name }}
  secret:
    secretName: {{ .clientCaSecretName }}
    defaultMode: {{ include "token-authz.fileMode" $ }}
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The ports with a certificate: a YAML list of `name`, `secretName` and, if clients need one, too, `clientCaSecretName`. */}}
{{- define "token-authz.tlsPorts" -}}
{{- $ports := list -}}
{{- range .Values.listeners -}}
{{- if hasKey . "tls" }}{{ $ports = append $ports (merge (dict "name" .name) .tls) }}{{ end -}}
{{- end -}}
{{- if .Values.admin.tls.enabled -}}
{{- $ports = append $ports (dict "name" "admin" "secretName" .Values.admin.tls.secretName) -}}
{{- end -}}
{{- toYaml $ports -}}
{{- end -}}

{{/*
The mode of files with keys. Without fsGroup they belong to root, and the group of the container need not be root's: then every user of
the container may read them.
*/}}
{{- define "token-authz.fileMode" -}}
{{ ternary "0440" "0444" (hasKey .Values.podSecurityContext "fsGroup") }}
{{- end -}}

{{/* The chart's own Secret, for a first try. */}}
{{- define "token-authz.keyValues" -}}
{{- range $id, $key := .Values.keys.values }}
{{ $id | quote }}: {{ $key | toString | quote }}
{{- end }}
{{- end -}}
