// Signs and verifies with the libraries that issuers and clients use. Reads one JSON object a line, { id, call, with }, and writes
// one a line, { id, result } or { id, error }. Times are Unix seconds, headers are objects, keys are JWKs or PEM.
import { createHash, createHmac } from "node:crypto";
import { createInterface } from "node:readline";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedCookies, getSignedUrl as cloudFrontUrl } from "@aws-sdk/cloudfront-signer";
import { getSignedUrl as presign } from "@aws-sdk/s3-request-presigner";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4a } from "@smithy/signature-v4a";
import aws4 from "aws4";
import * as dpop from "dpop";
import hawk from "hawk";
import httpSignature from "http-signature";
import { cavage, createSigner, createVerifier, httpbis } from "http-message-signatures";
import * as jose from "jose";
import OAuth from "oauth-1.0a";
import { V4 } from "paseto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import twilio from "twilio";
import * as botAuth from "web-bot-auth";
import { signerFromJWK, verifierFromJWK } from "web-bot-auth/crypto";
import { clouds } from "./clouds.mjs";
import { at, date, privateKey, publicKey } from "./common.mjs";
import { urls } from "./urls.mjs";
import { verifiers } from "./verifiers.mjs";

class Sha256 {
  constructor(key) { this.hash = key ? createHmac("sha256", key) : createHash("sha256"); }
  update(data) { this.hash.update(data); }
  async digest() { return this.hash.digest(); }
}

// Of `http-message-signatures`, for both of its forms. A client sends the URL as the platform writes it.
const messages = (form) => ({
  async sign({ method, url, headers, fields, params, values, name, key, keyId, algorithm }) {
    const sent = new URL(url);
    const secret = algorithm === "hmac-sha256" ? Buffer.from(key, "base64") : privateKey(key);
    const times = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, ["created", "expires"].includes(name) ? date(value) : value]));
    const config = { key: createSigner(secret, algorithm, keyId), fields, params, paramValues: times, name };
    const signed = await form.signMessage(config, { method, url: sent.href, headers: { ...headers, host: sent.host } });
    return { url: sent.href, headers: signed.headers };
  },
  async verify({ method, url, headers, key, algorithm, now }) {
    const secret = algorithm === "hmac-sha256" ? Buffer.from(key, "base64") : publicKey(key);
    const verify = createVerifier(secret, algorithm);
    return at(now, () => form.verifyMessage(
      { keyLookup: async () => ({ algs: [algorithm], verify }), tolerance: 1 }, { method, url, headers }));
  },
});

const rfc9421 = messages(httpbis);
const signatures = messages(cavage);

// Of `svix` and `standardwebhooks`, which read JSON once the signature is verified: a body that is none has passed.
const webhooks = (Webhook) => ({
  sign: ({ secret, id, time, body }) => new Webhook(secret).sign(id, date(time), Buffer.from(body, "base64").toString()),
  verify: ({ secret, headers, body, now }) => accepts(now, () => {
    try {
      new Webhook(secret).verify(Buffer.from(body, "base64"), headers);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }),
});

async function accepts(now, verify) {
  try {
    await at(now, verify);
    return true;
  } catch {
    return false;
  }
}

const standard = webhooks(StandardWebhook);
const svix = webhooks(SvixWebhook);
const stripe = new Stripe("sk_test_none");

const calls = {
  ...clouds,
  ...urls,
  ...verifiers,

  cloudFrontUrl: ({ ...input }) => cloudFrontUrl(input),
  cloudFrontCookies: ({ ...input }) => getSignedCookies(input),

  async s3Presign({ method, bucket, key, region, credentials, signingDate, expiresIn, input, headers }) {
    const client = new S3Client({ region, credentials, requestChecksumCalculation: "WHEN_REQUIRED" });
    const command = new (method === "PUT" ? PutObjectCommand : GetObjectCommand)({ Bucket: bucket, Key: key, ...input });
    command.middlewareStack.add((next) => (args) => {
      Object.assign(args.request.headers, headers);
      return next(args);
    }, { step: "build" });
    const unhoistableHeaders = new Set(Object.keys(headers));
    return presign(client, command, { signingDate: date(signingDate), expiresIn, unhoistableHeaders });
  },

  aws4({ credentials, ...request }) {
    const { method, path, headers } = aws4.sign(request, credentials);
    return { method, path, headers };
  },

  async sigV4a({ request, credentials, region, service, signingDate, uriEscapePath }) {
    const signer = new SignatureV4a({ credentials, region, service, sha256: Sha256, uriEscapePath, applyChecksum: true });
    const { method, headers } = await signer.sign(new HttpRequest(request), { signingDate: date(signingDate) });
    return { method, headers };
  },

  signMessage: rfc9421.sign,
  verifyMessage: rfc9421.verify,
  signCavage: signatures.sign,
  verifyCavage: signatures.verify,

  async signBot({ method, url, headers, jwk, created, expires, nonce, components }) {
    const request = { method, url: new URL(url).href, headers };
    const times = { created: date(created), expires: date(expires) };
    const signed = await botAuth.signatureHeaders(request, await signerFromJWK(jwk), { ...times, nonce, components });
    return { url: request.url, headers: { ...headers, ...signed } };
  },
  async verifyBot({ method, url, headers, jwk, now }) {
    const verifier = await verifierFromJWK(jwk);
    await at(now, () => botAuth.verify({ method, url, headers }, verifier));
    return true;
  },

  async signJwt({ header, claims, key }) {
    const secret = await jose.importJWK(key, header.alg);
    return new jose.CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(secret);
  },
  async verifyJwt({ token, key, algorithm, now }) {
    const options = { algorithms: [algorithm], currentDate: date(now) };
    return (await jose.jwtVerify(token, await jose.importJWK(key, algorithm), options)).payload;
  },

  signPaseto: ({ claims, key, ...options }) => V4.sign(claims, privateKey(key), { ...options, iat: false }),
  verifyPaseto: ({ token, key, now, ...options }) => V4.verify(token, publicKey(key), { ...options, now: date(now), ignoreIat: true }),

  oauth({ request, consumer, token, method, now, nonce, realm }) {
    const hashes = { "HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256" };
    const hash = (text, key) => createHmac(hashes[method], key).update(text).digest("base64");
    const oauth = new OAuth({ consumer, signature_method: method, hash_function: hash, realm });
    oauth.getTimeStamp = () => now;
    oauth.getNonce = () => nonce;
    return oauth.toHeader(oauth.authorize(request, token));
  },

  hawk: ({ url, method, options }) => hawk.client.header(url, method, options).header,

  joyentSign({ method, path, headers, options }) {
    const all = { ...headers };
    const request = { method, path, getHeader: (name) => all[name.toLowerCase()], setHeader: (name, value) => { all[name] = value; } };
    httpSignature.sign(request, options);
    return all;
  },

  async dpop({ jwk, algorithm, url, method, nonce, accessToken, now }) {
    const key = { name: "ECDSA", namedCurve: "P-256" };
    const { d, ...publicJwk } = jwk;
    const pair = {
      privateKey: await crypto.subtle.importKey("jwk", jwk, key, true, ["sign"]),
      publicKey: await crypto.subtle.importKey("jwk", publicJwk, key, true, ["verify"]),
    };
    return at(now, () => dpop.generateProof(pair, url, method, nonce ?? undefined, accessToken));
  },

  signStandardWebhook: standard.sign,
  verifyStandardWebhook: standard.verify,
  signSvix: svix.sign,
  verifySvix: svix.verify,

  signStripe: ({ secret, time, body }) => stripe.webhooks.generateTestHeaderString(
    { payload: Buffer.from(body, "base64").toString(), secret, timestamp: time }),
  verifyStripe: ({ secret, header, body, now }) =>
    accepts(now, () => stripe.webhooks.signature.verifyHeader(Buffer.from(body, "base64"), header, secret, 300)),

  signTwilio: ({ secret, url, form }) => twilio.getExpectedTwilioSignature(secret, url, form),
  verifyTwilio: ({ secret, signature, url, form }) => twilio.validateRequest(secret, signature, url, form),

  versions: () => process.versions.node,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, call, with: input } = JSON.parse(line);
  let answer;
  try {
    answer = { id, result: (await calls[call](input)) ?? null };
  } catch (error) {
    answer = { id, error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
