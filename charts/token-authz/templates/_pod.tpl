{{/* The image of an `image` of the values: `root`, `image`. A registry replaces the one in the repository's name. */}}
{{- define "token-authz.imageName" -}}
{{- $repository := .image.repository -}}
{{- with .image.registry | default .root.Values.global.imageRegistry -}}
{{- $repository = printf "%s/%s" . (regexReplaceAll "^(localhost|[^/]*[.:][^/]*)/" $repository "") -}}
{{- end -}}
{{- if .image.digest -}}
{{ $repository }}@{{ .image.digest }}
{{- else -}}
{{ $repository }}:{{ .image.tag | default .root.Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "token-authz.image" -}}
{{ include "token-authz.imageName" (dict "root" . "image" .Values.image) }}
{{- end -}}

{{/* The registries' secrets: those of a parent chart, which may be names alone, and ours; as a YAML list. */}}
{{- define "token-authz.imagePullSecrets" -}}
{{- $secrets := list -}}
{{- range concat .Values.global.imagePullSecrets .Values.imagePullSecrets -}}
{{- $secrets = append $secrets (kindIs "string" . | ternary (dict "name" .) .) -}}
{{- end -}}
{{- uniq $secrets | toYaml -}}
{{- end -}}

{{- define "token-authz.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "token-authz.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end -}}
{{- end -}}

{{/* Where and as whom each Pod of the release runs: those that answer checks, the test's, and the one that checks the configuration. */}}
{{- define "token-authz.podSettings" -}}
{{- $settings := pick .Values
  "priorityClassName" "runtimeClassName" "schedulerName" "hostAliases" "dnsPolicy" "dnsConfig" "nodeSelector" "tolerations" -}}
{{- $_ := set $settings "imagePullSecrets" (include "token-authz.imagePullSecrets" . | fromYamlArray) -}}
{{- $_ := set $settings "securityContext" .Values.podSecurityContext -}}
automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
enableServiceLinks: false
{{- range $name, $value := $settings }}
{{- with $value }}
{{ dict $name . | toYaml }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The same for a Pod that runs beside those that answer checks: of their affinity only what is about nodes. */}}
{{- define "token-authz.sidePodSettings" -}}
restartPolicy: Never
{{ include "token-authz.podSettings" . }}
{{- with .Values.affinity.nodeAffinity }}
{{ dict "affinity" (dict "nodeAffinity" .) | toYaml }}
{{- end }}
{{- with .Values.initContainers }}
{{ dict "initContainers" . | toYaml }}
{{- end }}
{{- end -}}

{{/* Image, settings and files of each container that runs token-authz, without arguments and mounts. */}}
{{- define "token-authz.container" -}}
image: {{ include "token-authz.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with include "token-authz.env" . }}
env:
  {{- . | trim | nindent 2 }}
{{- end }}
{{- with .Values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
{{- end -}}

{{/* Environment variables, which may be settings. */}}
{{- define "token-authz.env" -}}
{{- with .Values.singleUse.redis -}}
{{- if .existingSecret }}
- name: TokenAuthz__SingleUse__Redis
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .secretKey }}
{{- end -}}
{{- end -}}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end -}}
{{- end -}}

{{/*
The arguments of each command: its configuration, and settings. Of `root`; optionally the `configuration` in place of the release's. A file
of the user has schemes and policies; the other settings override what it says.
*/}}
{{- define "token-authz.arguments" -}}
{{- $values := .root.Values -}}
- --config
- /etc/token-authz/config/{{ ternary $values.config.key "token-authz.json" (ne $values.config.existingConfigMap "") }}
{{- if $values.config.existingConfigMap }}
{{- $settings := (.configuration | default (include "token-authz.configuration" .root) | fromJson).TokenAuthz }}
{{- include "token-authz.settings" (dict "path" "--TokenAuthz" "value" (omit $settings "Schemes" "Policies")) }}
{{- end }}
{{- with $values.extraArgs }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Settings as arguments: `path`, and `value`, which may be an object or a list. */}}
{{- define "token-authz.settings" -}}
{{- if kindIs "map" .value -}}
{{- range $name, $value := .value }}{{ include "token-authz.settings" (dict "path" (printf "%s:%s" $.path $name) "value" $value) }}{{ end -}}
{{- else if kindIs "slice" .value -}}
{{- range $i, $value := .value }}{{ include "token-authz.settings" (dict "path" (printf "%s:%d" $.path $i) "value" $value) }}{{ end -}}
{{- else }}
- {{ printf "%s=%s" .path (kindIs "string" .value | ternary (toString .value) (toJson .value)) | toJson }}
{{- end -}}
{{- end -}}

{{/* The labels of a Pod beside those that answer checks, which is none of them: `root`, `role`. */}}
{{- define "token-authz.sidePodLabels" -}}
app.kubernetes.io/name: {{ include "token-authz.labelValue" (default .root.Chart.Name .root.Values.nameOverride | trunc 57) }}-{{ .role }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}

{{/* A probe of the admin port: `root`, `path`, `timing`. */}}
{{- define "token-authz.adminProbe" -}}
httpGet:
  path: {{ .path }}
  port: admin
  {{- if .root.Values.admin.tls.enabled }}
  scheme: HTTPS
  {{- end }}
{{ toYaml .timing }}
{{- end -}}

{{/* Checks go on while the endpoints are taken away; only then is the process told to stop. */}}
{{- define "token-authz.lifecycle" -}}
{{- $lifecycle := deepCopy .Values.lifecycle -}}
{{- if and .Values.preStopSeconds (not $lifecycle.preStop) -}}
{{- $_ := set $lifecycle "preStop" (dict "sleep" (dict "seconds" .Values.preStopSeconds)) -}}
{{- end -}}
{{- with $lifecycle }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{/*
The number of replicas. With autoscaling it is the number that there is now, because a Deployment that loses the field falls to one
replica; on the first installation, and where Helm does not see the cluster, the autoscaler sets it.
*/}}
{{- define "token-authz.replicas" -}}
{{- if not .Values.autoscaling.enabled -}}
replicas: {{ .Values.replicaCount }}
{{- else -}}
{{- with lookup "apps/v1" "Deployment" (include "token-authz.namespace" .) (include "token-authz.fullname" .) -}}
replicas: {{ max (int .spec.replicas) (int $.Values.autoscaling.minReplicas) }}
{{- end -}}
{{- end -}}
{{- end -}}
