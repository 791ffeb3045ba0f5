{{/* The names of what is made; at most 52 characters, so that a suffix fits. */}}
{{- define "token-authz.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $fullname := .Values.fullnameOverride -}}
{{- if not $fullname -}}
{{- $fullname = ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- end -}}
{{- /* A release's name may have dots, a Service's may not. */ -}}
{{- $fullname | replace "." "-" | trunc 52 | regexFind "^.*[^-]" -}}
{{- end -}}

{{- define "token-authz.namespace" -}}
{{ .Values.namespaceOverride | default .Release.Namespace }}
{{- end -}}

{{/* The name by which gateways of the cluster reach a Service of the release. */}}
{{- define "token-authz.host" -}}
{{ include "token-authz.fullname" . }}.{{ include "token-authz.namespace" . }}.svc.{{ .Values.clusterDomain }}
{{- end -}}

{{/* A text as the value of a label: at most 63 letters, digits, ".", "_" and "-", the first and the last a letter or a digit. */}}
{{- define "token-authz.labelValue" -}}
{{- regexReplaceAll "[^A-Za-z0-9._-]" . "_" | regexFind "[A-Za-z0-9].*" | trunc 63 | regexFind ".*[A-Za-z0-9]" -}}
{{- end -}}

{{/* What Pods are chosen by. */}}
{{- define "token-authz.selectorLabels" -}}
app.kubernetes.io/name: {{ include "token-authz.labelValue" (default .Chart.Name .Values.nameOverride) }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The labels of everything. The version is the tag without the digest that may stand behind it. */}}
{{- define "token-authz.labels" -}}
helm.sh/chart: {{ include "token-authz.labelValue" (printf "%s-%s" .Chart.Name .Chart.Version) }}
{{ include "token-authz.selectorLabels" . }}
app.kubernetes.io/version: {{ include "token-authz.labelValue" (.Values.image.tag | default .Chart.AppVersion | regexFind "^[^@]*") | quote }}
app.kubernetes.io/part-of: token-authz
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
The metadata of an object of the release: `root`, and optionally `suffix` of its name, `namespace`, further `labels` and
`annotations` (a later list wins).
*/}}
{{- define "token-authz.metadata" -}}
name: {{ include "token-authz.fullname" .root }}{{ .suffix }}
namespace: {{ .namespace | default (include "token-authz.namespace" .root) }}
labels:
  {{- mustMergeOverwrite (include "token-authz.labels" .root | fromYaml) (deepCopy (.labels | default dict)) | toYaml | nindent 2 }}
{{- with mustMergeOverwrite (deepCopy .root.Values.commonAnnotations) (deepCopy (.annotations | default dict)) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The annotation by which Helm leaves a gateway's policy in place, if that is asked for; as YAML. */}}
{{- define "token-authz.keep" -}}
{{- if .Values.keepPolicies -}}
helm.sh/resource-policy: keep
{{- end -}}
{{- end -}}

{{/* The Secret with the keys: the user's, or the chart's. */}}
{{- define "token-authz.keysSecret" -}}
{{ .Values.keys.existingSecret | default (printf "%s-keys" (include "token-authz.fullname" .)) }}
{{- end -}}

{{/* Whether there is more than one replica that may be taken away on its own. */}}
{{- define "token-authz.isReplicated" -}}
{{- if and (eq .Values.kind "Deployment") (gt (int (include "token-authz.minReplicas" .)) 1) -}}true{{- end -}}
{{- end -}}

{{- define "token-authz.minReplicas" -}}
{{ ternary .Values.autoscaling.minReplicas .Values.replicaCount .Values.autoscaling.enabled }}
{{- end -}}

{{/* Seconds as hh:mm:ss. */}}
{{- define "token-authz.time" -}}
{{- $seconds := int . -}}
{{- printf "%02d:%02d:%02d" (div $seconds 3600) (mod (div $seconds 60) 60) (mod $seconds 60) -}}
{{- end -}}

{{/* The first listener that a gateway of Envoy's kind can ask: the one named, or the first of its kinds; as JSON. */}}
{{- define "token-authz.envoyListener" -}}
{{- include "token-authz.listener" (merge (dict "kinds" (list "ext-authz" "ext-authz-grpc")) .) -}}
{{- end -}}

{{/* The listener that is named, or the first of some `kinds`; as JSON. */}}
{{- define "token-authz.listener" -}}
{{- $found := dict -}}
{{- range .root.Values.listeners -}}
{{- if and (not $found) (has .kind $.kinds) (or (not $.name) (eq .name $.name)) -}}
{{- $found = . -}}
{{- end -}}
{{- end -}}
{{- if not $found -}}
{{- fail (printf "%s: there is no listener %s of the kind %s; add one to listeners" .setting (.name | default "at all") (join " or " .kinds)) -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

{{/* What becomes of the gateway when the release goes. */}}
{{- define "token-authz.notesOfKeeping" -}}
{{- if .Values.keepPolicies -}}
The policies that make the gateway ask stay when this release is deleted: the gateway then denies every request until you delete them, too.
{{- else -}}
WARNING: the policy that makes the gateway ask is part of this release. If it is deleted, by helm uninstall or by its `enabled`,
the gateway lets every request pass. Set keepPolicies, or remove the routes first.
{{- end -}}
{{- end -}}
