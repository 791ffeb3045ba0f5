-- Asks TokenAuthz about a request. If anything goes wrong, txn.auth_allowed stays unset, which denies.
local service = "abns@token-authz" -- the proxy of that name in haproxy.cfg
local timeout = 200 -- ms

-- Headers that name the original request. A client's own are not sent with the check.
local ours = {
  ["x-original-method"] = true, ["x-original-uri"] = true, ["x-original-url"] = true, ["x-forwarded-uri"] = true,
  ["x-real-ip"] = true, ["content-length"] = true, ["transfer-encoding"] = true, ["connection"] = true, ["upgrade"] = true,
  ["expect"] = true,
}

local function headers_of(txn)
  local headers = {}
  for name, values in pairs(txn.http:req_get_headers()) do
    if not ours[name:lower()] then
      headers[name] = {}
      for i = 0, #values do table.insert(headers[name], values[i]) end
    end
  end
  headers["x-original-method"] = { txn.sf:method() }
  headers["x-original-uri"] = { txn.sf:pathq() }
  headers["x-real-ip"] = { txn.sf:src() }
  return headers
end

core.register_action("token_authz", { "http-req" }, function(txn)
  txn:set_var("txn.auth_body", "")
  txn:set_var("txn.auth_reason", "error")
  local asked, answer = pcall(function()
    return core.httpclient():get({ url = "http://127.0.0.1/", dst = service, headers = headers_of(txn), timeout = timeout })
  end)
  if not asked or not answer or not answer.status then return end

  local function header(name)
    local values = answer.headers and answer.headers[name]
    return values and values[0] or ""
  end
  if answer.status == 200 then
    txn:set_var("txn.auth_key_id", header("x-auth-key-id"))
    txn:set_var("txn.auth_allowed", true)
  elseif answer.status >= 400 and answer.status < 500 then
    txn:set_var("txn.auth_body", answer.body or "")
    txn:set_var("txn.auth_reason", header("x-auth-reason"))
  end
end)
