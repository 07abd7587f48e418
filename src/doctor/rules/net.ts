/** The rules about the hosts of GOPROXY, in the order of reports. */
import { captivePortal } from "./net/captive-portal.ts";
import { certificateExpired } from "./net/certificate-expired.ts";
import { certificateExpiresSoon } from "./net/certificate-expires-soon.ts";
import { certificateUntrusted } from "./net/certificate-untrusted.ts";
import { certificateWrongName } from "./net/certificate-wrong-name.ts";
import { clockSkew } from "./net/clock-skew.ts";
import { dnsFails } from "./net/dns-fails.ts";
import { dnsUnstable } from "./net/dns-unstable.ts";
import { forwardProxyRefuses } from "./net/forward-proxy-refuses.ts";
import { hostUnreachable } from "./net/host-unreachable.ts";
import { tlsFails } from "./net/tls-fails.ts";
import { tlsIntercepted } from "./net/tls-intercepted.ts";

export const NET_RULES = [
  dnsFails,
  dnsUnstable,
  hostUnreachable,
  forwardProxyRefuses,
  tlsFails,
  certificateExpired,
  certificateExpiresSoon,
  certificateWrongName,
  certificateUntrusted,
  tlsIntercepted,
  captivePortal,
  clockSkew,
] as const;
