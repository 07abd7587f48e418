/**
 * Files that are no scripts: lines NAME=value, read by PAM (/etc/environment),
 * by the user's systemd (environment.d), for a service (a drop-in) and by go
 * itself (its settings file). `#` begins a comment in all of them.
 * Only environment.d expands $PATH.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { absolutePath, plain, SYSTEM_PATH } from "./lines.ts";
import { configDirectory, withoutHook } from "./startfiles.ts";
import type { Ask, Target } from "./target.ts";

const ETC_ENVIRONMENT = "/etc/environment";

export const environment: Target = {
  name: "environment",
  about: `${ETC_ENVIRONMENT}, for every session that PAM opens`,
  shared: true,
  blocks: (ask) => {
    const path = absolutePath(withoutHook(ask, "environment"), systemPath(ask));
    return [{ path: ETC_ENVIRONMENT, lines: [`PATH="${plain(path, ETC_ENVIRONMENT)}"`] }];
  },
  places: () => [ETC_ENVIRONMENT],
  notes: (ask) => [
    "it counts from the next login on; services of systemd and jobs of cron do not take PATH from it",
    ...(setsPathAnew(ask)
      ? ["/etc/profile sets PATH anew: for login shells run gostead setup profile.d too"]
      : []),
  ],
};

export const environmentD: Target = {
  name: "environment.d",
  about: "environment.d/gostead.conf, for desktops and services that your systemd starts",
  shared: false,
  blocks: (ask) => {
    const root = plain(withoutHook(ask, "environment.d"), "environment.d");
    return [{ path: confFile(ask), lines: [`PATH=${root}/shims:${root}/bin:$PATH`] }];
  },
  places: (ask) => [confFile(ask)],
  notes: () => ["it counts from the next login on, where systemd starts your session"],
};

export const systemd: Target = {
  name: "systemd",
  about: "a drop-in that puts gostead on one unit's PATH: setup systemd UNIT",
  shared: true,
  blocks: (ask) => {
    const path = absolutePath(withoutHook(ask, "systemd"), SYSTEM_PATH);
    const value = path.replaceAll("%", "%%").replaceAll('"', '\\"');
    return [{ path: dropIn(ask), lines: ["[Service]", `Environment="PATH=${value}"`] }];
  },
  places: (ask) => [dropIn(ask)],
  notes: (ask) => {
    const systemctl = ask.isRoot ? "systemctl" : "systemctl --user";
    const unit = unitOf(ask);
    return [`it counts after: ${systemctl} daemon-reload && ${systemctl} restart ${unit}`];
  },
};

export const goenv: Target = {
  name: "goenv",
  about: "Go's own settings file: setup goenv NAME=VALUE…; never GOROOT",
  shared: false,
  blocks: (ask) => {
    withoutHook(ask, "goenv");
    return [{ path: goenvPath(ask), lines: assignments(ask) }];
  },
  places: (ask) => [goenvPath(ask)],
};

function systemPath({ rc }: Ask): string {
  const file = rc.files.find(({ path }) => path === ETC_ENVIRONMENT);
  return file?.lines.findLast(({ sets }) => sets === "PATH")?.value ?? SYSTEM_PATH;
}

/** As Debian's does: what was inherited is lost. */
function setsPathAnew({ rc }: Ask): boolean {
  const lines = rc.files.find(({ path }) => path === "/etc/profile")?.lines ?? [];
  return lines.some(({ text }) => /^\s*(export\s+)?PATH=(?!.*\$\{?PATH)/.test(text));
}

function confFile(ask: Ask): string {
  return `${configDirectory(ask)}/environment.d/gostead.conf`;
}

function dropIn(ask: Ask): string {
  const directory = ask.isRoot ? "/etc/systemd/system" : `${configDirectory(ask)}/systemd/user`;
  return `${directory}/${unitOf(ask)}.d/gostead.conf`;
}

/** A name as systemd takes it; `.service` may be left out, as systemctl allows. */
function unitOf({ words }: Ask): string {
  const [word] = words;
  if (word === undefined) {
    throw new GosteadError("usage", "systemd needs a unit", { fix: "gostead setup systemd UNIT" });
  }
  const unit = /\.[a-z]+$/.test(word) ? word : `${word}.service`;
  if (/^[A-Za-z0-9:_@][A-Za-z0-9:_.@-]{0,200}\.service$/.test(unit)) return unit;
  throw new GosteadError("usage", `no service can be called ${quoted(word)}`, {
    fix: "name one that systemctl list-units --type=service shows",
  });
}

function goenvPath({ goenvfile }: Ask): string {
  if (goenvfile !== undefined && goenvfile.path !== null) return goenvfile.path;
  throw new GosteadError("bad-setting", "Go has no settings file here, or it cannot be read", {
    fix: "gostead facts goenvfile says why; GOENV must not be off",
  });
}

/** What go env -w takes from a policy; GOROOT in it stops every other Go. */
const SETTABLE = ["GOTOOLCHAIN", "GOPROXY", "GONOPROXY", "GOSUMDB", "GOPRIVATE"];

function assignments({ words, goenvfile }: Ask): readonly string[] {
  if (words.length === 0) {
    throw new GosteadError("usage", "goenv needs something to set", {
      fix: "gostead setup goenv GOTOOLCHAIN=local",
    });
  }
  return words.map((word) => {
    const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
    if (!SETTABLE.includes(name)) {
      throw new GosteadError("usage", `setup does not set ${quoted(name || word)} in Go's file`, {
        fix: `one of ${SETTABLE.join(", ")}, as NAME=value`,
      });
    }
    if (!/^[ -~]+$/.test(value) || (name === "GOSUMDB" && value === "off")) {
      throw new GosteadError("usage", `setup does not set ${name} to ${quoted(value)}`, {
        fix: "write a value in visible ASCII; the checksum database stays on",
      });
    }
    const own = goenvfile?.lines.findLast((line) => line.name === name);
    if (own === undefined || own.value === value || own.ours) return `${name}=${value}`;
    throw new GosteadError(
      "usage",
      `${name} is set there already, by line ${own.line}: ${quoted(own.value)}`,
      { fix: `go env -u ${name}, then run this again` },
    );
  });
}
