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
{{- if and .Values.config.existingConfigMap (or .Values.schemes .Values.policies) -}}
{{- fail "config.existingConfigMap has the schemes and policies: leave schemes and policies empty, or put the ConfigMap's into them" -}}
{{- end -}}
{{- include "token-authz.checkScale" . -}}
{{- include "token-authz.checkService" . -}}
{{- include "token-authz.checkTls" . -}}
{{- end -}}

{{- define "token-authz.checkTls" -}}
{{- if and .Values.admin.tls.enabled (not .Values.admin.tls.secretName) -}}
{{- fail "admin.tls.enabled: set admin.tls.secretName to a Secret of type kubernetes.io/tls, which certificate.enabled has cert-manager issue" -}}
{{- end -}}
{{- with .Values.certificate -}}
{{- if and .enabled (not .issuerRef.name) -}}
{{- fail "certificate.enabled: set certificate.issuerRef.name to an Issuer of cert-manager, or to a ClusterIssuer with certificate.issuerRef.kind" -}}
{{- end -}}
{{- if and .enabled (eq (include "token-authz.tlsPorts" $) "[]") -}}
{{- fail "certificate.enabled: no listener has TLS; set listeners.tls.secretName or admin.tls to the Secret that cert-manager shall issue" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.parentRefs: name the Gateways, such as [{name: internal, namespace: gateways}]" -}}
{{- end -}}
{{- end -}}

{{- define "token-authz.checkScale" -}}
{{- $pdb := .Values.podDisruptionBudget -}}
{{- if and .Values.autoscaling.enabled (not (or .Values.autoscaling.targetCPUUtilizationPercentage .Values.autoscaling.targetMemoryUtilizationPercentage .Values.autoscaling.metrics)) -}}
{{- fail "autoscaling has nothing to scale by: set targetCPUUtilizationPercentage, targetMemoryUtilizationPercentage or metrics" -}}
{{- end -}}
{{- if and (eq .Values.kind "DaemonSet") .Values.autoscaling.enabled -}}
{{- fail "kind is DaemonSet, which has one Pod on each node: disable autoscaling, or set kind to Deployment" -}}
{{- end -}}
{{- if and .Values.hostNetwork (dig "rollingUpdate" "maxSurge" 0 .Values.strategy) (eq .Values.kind "DaemonSet") -}}
{{- fail "hostNetwork: a node has each port once, so that a new Pod cannot start beside the old one: set strategy.rollingUpdate to {maxSurge: 0, maxUnavailable: 1}" -}}
{{- end -}}
{{- if and $pdb.minAvailable $pdb.maxUnavailable -}}
{{- fail "podDisruptionBudget has both minAvailable and maxUnavailable: take one" -}}
{{- end -}}
{{- $least := include "token-authz.minReplicas" . | int -}}
{{- $all := or (eq (toString $pdb.minAvailable) "100%") (eq (toString $pdb.maxUnavailable) "0%") -}}
{{- if and $pdb.enabled (include "token-authz.isReplicated" .) (or $all (and (not (kindIs "string" $pdb.minAvailable)) (ge (int $pdb.minAvailable) $least))) -}}
{{- fail (printf "podDisruptionBudget leaves no Pod to take, and there are %d: no node could be drained. Set minAvailable to less, or maxUnavailable to 1" $least) -}}
{{- end -}}
{{- end -}}

{{- define "token-authz.checkService" -}}
{{- $service := .Values.service -}}
{{- if eq $service.type "ClusterIP" -}}
{{- range list "externalTrafficPolicy" "nodePorts" -}}
{{- if get $service . }}{{ fail (printf "service.%s is for Services that the nodes answer for: set service.type to NodePort or LoadBalancer" .) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if ne $service.type "LoadBalancer" -}}
{{- range list "loadBalancerIP" "loadBalancerClass" "loadBalancerSourceRanges" -}}
{{- if get $service . }}{{ fail (printf "service.%s needs service.type LoadBalancer" .) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and (eq $service.clusterIP "None") (ne $service.type "ClusterIP") -}}
{{- fail (printf "service.clusterIP is None, which a Service of the type %s may not have: leave it out, and set service.headless.enabled" $service.type) -}}
{{- end -}}
{{- $names := list -}}
{{- range .Values.listeners }}{{ $names = append $names .name }}{{ end -}}
{{- range $name, $port := $service.nodePorts -}}
{{- if not (has $name $names) }}{{ fail (printf "service.nodePorts: there is no listener %s; there are %s" $name (join ", " $names)) }}{{ end -}}
{{- end -}}
{{- end -}}
