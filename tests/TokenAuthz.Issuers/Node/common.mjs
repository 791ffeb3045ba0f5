// What the other files share.
import { createPrivateKey, createPublicKey } from "node:crypto";

export const date = (seconds) => new Date(seconds * 1000);
export const privateKey = (key) => createPrivateKey(typeof key === "string" ? key : { key, format: "jwk" });
export const publicKey = (key) => createPublicKey(typeof key === "string" ? key : { key, format: "jwk" });

// A library that takes no time reads the clock: it reads this one while the call lasts.
export async function at(seconds, sign) {
  const Clock = Date;
  globalThis.Date = class extends Clock {
    constructor(...parts) { super(...(parts.length === 0 ? [seconds * 1000] : parts)); }
    static now() { return seconds * 1000; }
  };
  try {
    return await sign();
  } finally {
    globalThis.Date = Clock;
  }
}
