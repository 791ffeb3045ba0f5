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

{{/* Environment variables, which may be settings: of the service and of what tests it. */}}
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
{{- with .protocol }}{{ $_ := set $listener "Protocol" . }}{{ end -}}
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
{{- with .Values.limits }}{{ $_ := set $settings "Limits" . }}{{ end -}}
{{- with .Values.onAllow }}{{ $_ := set $settings "OnAllow" . }}{{ end -}}
{{- with .Values.singleUse.redis.configuration }}{{ $_ := set (index $settings "SingleUse") "Redis" . }}{{ end -}}
{{- toJson $settings -}}
{{- end -}}

{{/* What cannot work is said before anything is made. */}}
{{- define "token-authz.check" -}}
{{- if not (or .Values.keys.existingSecret .Values.keys.values) -}}
{{- fail "there is no key: set keys.existingSecret to a Secret whose entries are keys (kubectl create secret generic token-authz-keys --from-literal=2026-11=$(openssl rand -hex 32)), or, for a first try, --set-string keys.values.first=$(openssl rand -hex 32)" -}}
{{- end -}}
{{- include "token-authz.checkModule" . -}}
{{- if and .Values.keys.existingSecret .Values.keys.values -}}
{{- fail "keys.existingSecret and keys.values are both set: keys are in one Secret, so put all of them into yours and leave keys.values empty" -}}
{{- end -}}
{{- if .Values.keys.values -}}
{{- range .Values.keys.list -}}
{{- if not (hasKey $.Values.keys.values .id) }}{{ fail (printf "keys.list: there is no key %s in keys.values" .id) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if regexMatch "^[0-9]" (include "token-authz.fullname" .) -}}
{{- fail (printf "the name %s begins with a digit, which a Service's may not: set fullnameOverride" (include "token-authz.fullname" .)) -}}
{{- end -}}
{{- $ports := list (int .Values.admin.port) -}}
{{- $names := list "admin" -}}
{{- range .Values.listeners -}}
{{- if hasPrefix "unix:" (toString .url) -}}
{{- fail (printf "listeners: %s has the url %s, and a Service cannot reach a Unix socket in a Pod: give it a port instead, or run the service beside the gateway without this chart" .name .url) -}}
{{- end -}}
{{- if .url }}{{ fail (printf "listeners: %s has the url %s: set port and tls instead, from which the chart makes the url" .name .url) }}{{ end -}}
{{- if and (eq .kind "ext-authz-grpc") (eq .protocol "http1") -}}
{{- fail (printf "listeners: %s is of the kind ext-authz-grpc, and gRPC needs HTTP/2: leave out protocol" .name) -}}
{{- end -}}
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
{{- if .Values.istio.destinationRule.enabled -}}
{{- $listener := include "token-authz.envoyListener" (dict "root" . "name" "" "setting" "istio.destinationRule") | fromJson -}}
{{- $mode := .Values.istio.destinationRule.tlsMode -}}
{{- if and $listener.tls (ne $mode "SIMPLE") -}}
{{- fail (printf "istio.destinationRule.tlsMode is %s, and the listener %s has TLS: set it to SIMPLE, or put a listener without TLS before it" $mode $listener.name) -}}
{{- end -}}
{{- if and (not $listener.tls) (eq $mode "SIMPLE") -}}
{{- fail (printf "istio.destinationRule.tlsMode is SIMPLE, and the listener %s has no TLS: give it listeners.tls, or set DISABLE or ISTIO_MUTUAL" $listener.name) -}}
{{- end -}}
{{- if dig "tls" "clientCaSecretName" "" $listener -}}
{{- fail (printf "istio.destinationRule has no certificate to show, and the listener %s asks for one (tls.clientCaSecretName): leave that out, or write a DestinationRule of your own" $listener.name) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas is more than autoscaling.maxReplicas" -}}
{{- end -}}
{{- end -}}

{{/* The labels of the test's Pod, which is none of those that answer checks. */}}
{{- define "token-authz.testLabels" -}}
app.kubernetes.io/name: {{ include "token-authz.labelValue" (default .Chart.Name .Values.nameOverride | trunc 58) }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* What every container of the test has: the service's own image, settings and files. */}}
{{- define "token-authz.testContainer" -}}
image: {{ include "token-authz.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with include "token-authz.env" . }}
env:
  {{- . | trim | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
volumeMounts:
  {{- include "token-authz.volumeMounts" . | nindent 2 }}
  {{- if .Values.tests.clientCertificateSecretName }}
  - name: client
    mountPath: /etc/token-authz/client
    readOnly: true
  {{- end }}
{{- end -}}
