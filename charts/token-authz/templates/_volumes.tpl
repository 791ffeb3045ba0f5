{{/*
What a container that runs token-authz reads: whole folders, so that the kubelet swaps their files. Of `root`; optionally `config` and
`keys`, names to take instead of the release's, and `tls`, false to leave certificates out.
*/}}
{{- define "token-authz.volumeMounts" -}}
- name: config
  mountPath: /etc/token-authz/config
  readOnly: true
- name: keys
  mountPath: /etc/token-authz/keys
  readOnly: true
{{- range ternary list (include "token-authz.tlsPorts" .root | fromYamlArray) (eq (.tls | toString) "false") }}
- name: tls-{{ .name }}
  mountPath: /etc/token-authz/tls/{{ .name }}
  readOnly: true
{{- if .clientCaSecretName }}
- name: ca-{{ .name }}
  mountPath: /etc/token-authz/client-ca/{{ .name }}
  readOnly: true
{{- end }}
{{- end }}
{{- with .root.Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "token-authz.volumes" -}}
- name: config
  configMap:
    name: {{ .root.Values.config.existingConfigMap | default (.config | default (include "token-authz.fullname" .root)) }}
- name: keys
  secret:
    secretName: {{ .keys | default (include "token-authz.keysSecret" .root) }}
    defaultMode: {{ include "token-authz.fileMode" .root }}
{{- range ternary list (include "token-authz.tlsPorts" .root | fromYamlArray) (eq (.tls | toString) "false") }}
- name: tls-{{ .name }}
  secret:
    secretName: {{ .secretName }}
    defaultMode: {{ include "token-authz.fileMode" $.root }}
{{- if .clientCaSecretName }}
- name: ca-{{ .name }}
  secret:
    secretName: {{ .clientCaSecretName }}
    defaultMode: {{ include "token-authz.fileMode" $.root }}
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- end }}
{{- with .root.Values.extraVolumes }}
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
