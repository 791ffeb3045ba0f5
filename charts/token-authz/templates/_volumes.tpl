{{/* What the service and its test read: whole folders, so that the kubelet swaps their files. */}}
{{- define "token-authz.volumeMounts" -}}
- name: config
  mountPath: /etc/token-authz/config
  readOnly: true
- name: keys
  mountPath: /etc/token-authz/keys
  readOnly: true
{{- range .Values.listeners }}
{{- $name := .name }}
{{- with .tls }}
- name: tls-{{ $name }}
  mountPath: /etc/token-authz/tls/{{ $name }}
  readOnly: true
{{- if .clientCaSecretName }}
- name: ca-{{ $name }}
  mountPath: /etc/token-authz/client-ca/{{ $name }}
  readOnly: true
{{- end }}
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
    defaultMode: 0440
{{- range .Values.listeners }}
{{- $name := .name }}
{{- with .tls }}
- name: tls-{{ $name }}
  secret:
    secretName: {{ .secretName }}
    defaultMode: 0440
{{- if .clientCaSecretName }}
- name: ca-{{ $name }}
  secret:
    secretName: {{ .clientCaSecretName }}
    defaultMode: 0440
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
