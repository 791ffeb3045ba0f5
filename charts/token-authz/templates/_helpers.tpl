{{/* The names of what is made; at most 52 characters, so that a suffix fits. */}}
{{- define "token-authz.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What Pods are chosen by. */}}
{{- define "token-authz.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The labels of everything. */}}
{{- define "token-authz.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "token-authz.selectorLabels" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: token-authz
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "token-authz.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "token-authz.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "token-authz.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end -}}
{{- end -}}

{{/* The Secret with the keys: the user's, or the chart's. */}}
{{- define "token-authz.keysSecret" -}}
{{ .Values.keys.existingSecret | default (printf "%s-keys" (include "token-authz.fullname" .)) }}
{{- end -}}

{{/* Whether there is more than one replica. */}}
{{- define "token-authz.isReplicated" -}}
{{- if gt (int (ternary .Values.autoscaling.minReplicas .Values.replicaCount .Values.autoscaling.enabled)) 1 -}}true{{- end -}}
{{- end -}}

{{/* Seconds as hh:mm:ss. */}}
{{- define "token-authz.time" -}}
{{- $seconds := int . -}}
{{- printf "%02d:%02d:%02d" (div $seconds 3600) (mod (div $seconds 60) 60) (mod $seconds 60) -}}
{{- end -}}

{{/* The first listener that a gateway of Envoy's kind can ask: the one named, or the first of its kinds; as JSON. */}}
{{- define "token-authz.envoyListener" -}}
{{- $wanted := .name -}}
{{- $found := dict -}}
{{- range .root.Values.listeners -}}
{{- if and (not $found) (hasPrefix "ext-authz" .kind) (or (not $wanted) (eq .name $wanted)) -}}
{{- $found = . -}}
{{- end -}}
{{- end -}}
{{- if not $found -}}
{{- fail (printf "%s: there is no listener %s of the kind ext-authz or ext-authz-grpc; add one to listeners" .setting ($wanted | default "at all")) -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

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
{{- dict "TokenAuthz" $all | toPrettyJson -}}
{{- end -}}

{{/* The part of it that is read at start only: a change of it has to restart Pods. */}}
{{- define "token-authz.startConfiguration" -}}
{{- $listeners := list -}}
{{- range .Values.listeners -}}
{{- $listener := dict "Name" .name "Kind" .kind "Url" (printf "%s://*:%d" (ternary "https" "http" (hasKey . "tls")) (int .port)) -}}
{{- with .policies }}{{ $_ := set $listener "Policies" . }}{{ end -}}
{{- with .trustedProxies }}{{ $_ := set $listener "TrustedProxies" . }}{{ end -}}
{{- with .clientAddressHeader }}{{ $_ := set $listener "ClientAddressHeader" . }}{{ end -}}
{{- with .tls -}}
{{- $tls := dict "Certificate" (printf "/etc/token-authz/tls/%s/tls.crt" $listener.Name) "Key" (printf "/etc/token-authz/tls/%s/tls.key" $listener.Name) -}}
{{- if .clientCaSecretName }}{{ $_ := set $tls "ClientCa" (printf "/etc/token-authz/client-ca/%s/ca.crt" $listener.Name) }}{{ end -}}
{{- $_ := set $listener "Tls" $tls -}}
{{- end -}}
{{- $listeners = append $listeners $listener -}}
{{- end -}}
{{- $settings := dict
  "Listeners" $listeners
  "Admin" (dict "Url" (printf "http://*:%d" (int .Values.admin.port)))
  "DrainTime" (include "token-authz.time" .Values.drainSeconds)
  "ReloadInterval" (include "token-authz.time" .Values.reloadSeconds)
  "SingleUse" (dict "MaxTokens" (int .Values.singleUse.maxTokens))
  "Log" (dict "Level" .Values.log.level "DenialsPerSecond" (int .Values.log.denialsPerSecond)) -}}
{{- with .Values.onAllow }}{{ $_ := set $settings "OnAllow" . }}{{ end -}}
{{- with .Values.singleUse.redis.configuration }}{{ $_ := set (index $settings "SingleUse") "Redis" . }}{{ end -}}
{{- toJson $settings -}}
{{- end -}}

{{/* What cannot work is said before anything is made. */}}
{{- define "token-authz.check" -}}
{{- if not (or .Values.keys.existingSecret .Values.keys.values) -}}
{{- fail "there is no key: set keys.existingSecret to a Secret whose entries are keys (kubectl create secret generic token-authz-keys --from-literal=2026-11=$(openssl rand -hex 32)), or, for a first try, --set-string keys.values.first=$(openssl rand -hex 32)" -}}
{{- end -}}
{{- if and .Values.keys.existingSecret .Values.keys.values -}}
{{- fail "keys.existingSecret and keys.values are both set: keys are in one Secret, so put all of them into yours and leave keys.values empty" -}}
{{- end -}}
{{- if .Values.keys.values -}}
{{- range .Values.keys.list -}}
{{- if not (hasKey $.Values.keys.values .id) }}{{ fail (printf "keys.list: there is no key %s in keys.values" .id) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $ports := list (int .Values.admin.port) -}}
{{- $names := list "admin" -}}
{{- range .Values.listeners -}}
{{- if has (int .port) $ports }}{{ fail (printf "listeners: port %d of %s belongs to another listener or to admin already" (int .port) .name) }}{{ end -}}
{{- if has .name $names }}{{ fail (printf "listeners: two have the name %s, or it is admin" .name) }}{{ end -}}
{{- if and (not (hasPrefix "ext-authz" .kind)) (not .trustedProxies) -}}
{{- fail (printf "listeners: %s is of the kind %s, whose gateways name the request in headers: set trustedProxies to their networks, or everything is denied" .name .kind) -}}
{{- end -}}
{{- $ports = append $ports (int .port) -}}
{{- $names = append $names .name -}}
{{- end -}}
{{- $needed := add (int .Values.preStopSeconds) (int .Values.drainSeconds) 5 -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) (int $needed) -}}
{{- fail (printf "terminationGracePeriodSeconds is %d, and Pods need %d to stop without a lost check: preStopSeconds, drainSeconds and 5" (int .Values.terminationGracePeriodSeconds) $needed) -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled .Values.podMonitor.enabled -}}
{{- fail "serviceMonitor and podMonitor are both enabled: every metric would be there twice; take one" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not .Values.admin.service.enabled) -}}
{{- fail "serviceMonitor scrapes the admin Service: set admin.service.enabled, or take podMonitor" -}}
{{- end -}}
{{- if and .Values.networkPolicy.enabled (not .Values.networkPolicy.gateways) -}}
{{- fail "networkPolicy lets nobody ask: set networkPolicy.gateways to where your gateways are, such as [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}}]" -}}
{{- end -}}
{{- if and .Values.singleUse.redis.configuration .Values.singleUse.redis.existingSecret -}}
{{- fail "singleUse.redis has both configuration and existingSecret: take one" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas is more than autoscaling.maxReplicas" -}}
{{- end -}}
{{- end -}}

{{/* The labels of the test's Pod, which is none of those that answer checks. */}}
{{- define "token-authz.testLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 58 | trimSuffix "-" }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
