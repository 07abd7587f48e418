/** The policies that ship with gostead, as documents of the same form as everybody's. Loads the YAML library. */
import { type PolicyName, parsePolicyName } from "#model/policyname.ts";
import { parsePolicy } from "./document.ts";
import type { Policy } from "./policy.ts";

/** What opens a way for code that nobody has proven. */
function unproven(severity: string): string {
  return `
  - key: GOSUMDB
    op: notEquals
    value: off
    severity: ${severity}
    why: modules are taken without the proof of the checksum log
    fix: take GOSUMDB=off away where it is set; GOPRIVATE exempts your own modules
  - key: GONOSUMDB
    op: notMatches
    value: '(^|,)\\s*[*?]'
    severity: ${severity}
    why: the modules of every host are exempt from proof
    fix: name your own hosts, not a pattern for all of them
  - key: GOPRIVATE
    op: notMatches
    value: '(^|,)\\s*[*?](,|$)'
    severity: ${severity}
    why: the modules of every host are exempt from proof
    fix: name your own hosts, not a pattern for all of them
  - key: GONOSUMCHECK
    op: absent
    severity: ${severity}
    why: it once switched proof off
    fix: take it away
  - key: GOINSECURE
    op: absent
    severity: ${severity}
    why: modules come without TLS
    fix: take it away, and give that host a certificate
  - key: GOFLAGS
    op: notMatches
    value: "(^|\\\\s)['\\"]?--?insecure\\\\b"
    severity: ${severity}
    why: modules come without TLS
    fix: take -insecure out of GOFLAGS
`;
}

const REPEATABLE = `
  - key: GOFLAGS
    op: matches
    value: "^$|(^|\\\\s)['\\"]?--?mod=(readonly|vendor)\\\\b"
    why: a build may change go.mod, and then builds what nobody reviewed
    fix: set GOFLAGS=-mod=readonly, or none
  - key: GOTOOLCHAIN
    op: equals
    value: local
    why: a line in go.mod makes go fetch and run another Go
    fix: set GOTOOLCHAIN=local, and pin the version with gostead pin
`;

const PRODUCTION = `
  - key: GOPROXY
    op: notMatches
    value: '(^|[,|])\\s*direct\\s*($|[,|])'
    why: code comes from wherever a module's path points to, and is gone when that host is
    fix: name the proxies that keep your modules, without direct; off may end the list
  - key: GOPROXY
    op: httpsOnly
    why: who sits on the way can change what is not proven, and sees what you fetch
    fix: name proxies by https
  - key: GOCACHE
    op: pathPersistent
    why: a cache that is cleared makes builds slow, and one that others may write lets them put code into yours
    fix: set GOCACHE to a directory of your own on a disk
  - key: CGO_ENABLED
    op: present
    why: whether the program needs a C library is decided by whether a compiler happens to be there
    fix: set CGO_ENABLED=0, or 1 and lock the C library; gostead doctor cgo says which
`;

const TEXTS: Readonly<Record<PolicyName, string>> = {
  dev: `policy: dev\ngo: { supported: true, noKnownAdvisories: true, severity: warning }\nrules:${unproven("warning")}`,
  ci: `policy: ci\ngo: { supported: true }\nrules:${unproven("error")}${REPEATABLE}`,
  production: `policy: production\ngo: { proven: true, supported: true, noKnownAdvisories: true }\nrules:${unproven("error")}${REPEATABLE}${PRODUCTION}`,
};

export function builtInPolicy(name: PolicyName): Policy {
  const none = (extended: string): Policy => {
    throw new Error(`${name} extends ${extended}`);
  };
  const policy = parsePolicy(Buffer.from(TEXTS[name]), name, none);
  return { ...policy, rules: policy.rules.map((rule) => ({ ...rule, place: name })) };
}

/** A policy file, with the built-in that it may extend. Throws `bad-setting` with file and line. */
export function readPolicy(bytes: Uint8Array, file: string): Policy {
  return parsePolicy(bytes, file, (name) => builtInPolicy(parsePolicyName(name) ?? "production"));
}
