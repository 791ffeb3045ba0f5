{{/* What the library is loaded from, in the image and where it is mounted. */}}
{{- define "token-authz.moduleFolder" -}}
/usr/local/lib/token-authz
{{- end -}}

{{- define "token-authz.moduleImage" -}}
{{ include "token-authz.imageName" (dict "root" . "image" .Values.module.image) }}
{{- end -}}

{{/* The settings of the check inside Envoy: the service's, without those that a service alone has. */}}
{{- define "token-authz.moduleConfiguration" -}}
{{- $settings := omit (include "token-authz.configuration" . | fromJson).TokenAuthz "Listeners" "Admin" "DrainTime" -}}
{{- $_ := set $settings "Log" (omit $settings.Log "Level" "Format") -}}
{{- dict "TokenAuthz" $settings | toPrettyJson -}}
{{- end -}}

{{- define "token-authz.checkModule" -}}
{{- if .Values.module.enabled -}}
{{- $service := dict
  "autoscaling" .Values.autoscaling "networkPolicy" .Values.networkPolicy "serviceMonitor" .Values.serviceMonitor
  "podMonitor" .Values.podMonitor "prometheusRule" .Values.prometheusRule "dashboard" .Values.dashboard
  "envoyGateway.securityPolicy" .Values.envoyGateway.securityPolicy "istio.authorizationPolicy" .Values.istio.authorizationPolicy
  "istio.destinationRule" .Values.istio.destinationRule "httpRoute" .Values.httpRoute
  "traefik.middleware" .Values.traefik.middleware "certificate" .Values.certificate -}}
{{- range $name, $values := $service -}}
{{- if $values.enabled }}{{ fail (printf "%s.enabled is for the service, and with module.enabled there is none: disable one, or install the service as another release" $name) }}{{ end -}}
{{- end -}}
{{- if .Values.config.existingConfigMap -}}
{{- fail "config.existingConfigMap: the check inside Envoy reads no ConfigMap; set schemes and policies" -}}
{{- end -}}
{{- if .Values.singleUse.redis.existingSecret -}}
{{- fail "singleUse.redis.existingSecret: the check inside Envoy reads no environment variables; set singleUse.redis.configuration, or install the service" -}}
{{- end -}}
{{- with .Values.module -}}
{{- if not (or .envoyGateway.enabled .istio.enabled) -}}
{{- fail "module.enabled: set module.envoyGateway.enabled or module.istio.enabled, whichever runs your proxies" -}}
{{- end -}}
{{- if and .envoyGateway.enabled (not .envoyGateway.gateways) -}}
{{- fail "module.envoyGateway.gateways: name the Gateways whose requests are to be checked, such as [edge]" -}}
{{- end -}}
{{- end -}}
{{- else if or .Values.module.envoyGateway.enabled .Values.module.istio.enabled -}}
{{- fail "module.envoyGateway and module.istio need module.enabled" -}}
{{- end -}}
{{- end -}}
