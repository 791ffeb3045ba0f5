{{/* The settings of the teams' units, in JSON; empty when nothing is granted. */}}
{{- define "token-authz.units" -}}
{{- if .Values.units.grants -}}
{{- if .Values.module.enabled -}}
{{- fail "units: the check inside Envoy has no files of the release; install the service, or list the policies in policies" -}}
{{- end -}}
{{- dict "Directories" .Values.units.directories "Grants" .Values.units.grants | toJson -}}
{{- end -}}
{{- end -}}

{{/*
The volumes of units: ConfigMap and Secret of a team in one folder. Both may be missing, because Pods that wait for one team would be down
for all. They are numbered, because the names of units may be longer than those of volumes.
*/}}
{{- define "token-authz.unitVolumes" -}}
{{- range $index, $unit := .Values.units.mounts }}
{{- if not (hasKey $.Values.units.grants $unit.name) }}
{{- fail (printf "units.mounts: %s has no grant; add it to units.grants" $unit.name) }}
{{- end }}
- name: unit-{{ $index }}
  projected:
    defaultMode: {{ include "token-authz.fileMode" $ }}
    sources:
      - configMap: {name: {{ $unit.configMap }}, optional: true}
      {{- with $unit.secret }}
      - secret: {name: {{ . }}, optional: true}
      {{- end }}
{{- end }}
{{- end -}}

{{- define "token-authz.unitVolumeMounts" -}}
{{- range $index, $unit := .Values.units.mounts }}
- name: unit-{{ $index }}
  mountPath: {{ first $.Values.units.directories }}/{{ $unit.name }}
  readOnly: true
{{- end }}
{{- end -}}
