/**
 * Each setting of Go that a policy may speak of: the value that counts and who says so, from
 * files alone, so that it works where `go env` does not. The order is that of `gostead why`.
 */
import { join } from "node:path";
import { type Origin, type OriginKind, originsOf } from "#label/origin.ts";
import { SETTINGS, type SettingName } from "#policy/policy.ts";
import { type ActiveGo, activegoFact } from "./activego.ts";
import { environmentFact } from "./environment.ts";
import { defineFact, known, type Machine, unknown } from "./fact.ts";
import { defaultOf } from "./godefaults.ts";
import { goenvfileFact, linesOfGoEnv } from "./goenvfile.ts";
import { textOf } from "./read.ts";

const MAX = 1 << 16;

export interface GoValue {
  readonly name: SettingName;
  /** Null where nobody sets it and Go's default is not told by files. */
  readonly value: string | null;
  readonly origin: OriginKind | null;
  readonly file: string | null;
  readonly line: number | null;
  /** Somebody sets it: it is neither Go's default nor what GOROOT/go.env ships with. */
  readonly set: boolean;
}

interface Needed {
  readonly environment: Readonly<Record<string, string>>;
  readonly goenvfile: {
    readonly path: string | null;
    readonly lines: readonly {
      readonly name: string;
      readonly value: string;
      readonly line: number;
    }[];
  };
  readonly activego: ActiveGo | null;
}

export const govaluesFact = defineFact({
  name: "govalues",
  cost: "local",
  about: "the settings of Go that a policy may speak of, and who sets each",
  needs: { environment: environmentFact, goenvfile: goenvfileFact, activego: activegoFact },
  reads: (_, { activego }) =>
    activego?.goroot == null ? [] : [{ file: join(activego.goroot, "go.env"), max: MAX }],
  parse: ([answer], machine, needed) => {
    const read = answer === undefined ? undefined : textOf(answer);
    if (read?.is === "unreadable") return unknown(`${read.path}: ${read.reason}`);
    const shipped = read?.is === "text" ? read.text : "";
    return known({ values: SETTINGS.map((name) => settled(name, { machine, needed, shipped })) });
  },
});

interface Told {
  readonly machine: Machine;
  readonly needed: Needed;
  /** GOROOT/go.env. */
  readonly shipped: string;
}

function settled(name: SettingName, { machine, needed, shipped }: Told): GoValue {
  const { environment, goenvfile, activego } = needed;
  const goroot = activego?.goroot ?? null;
  const managed = activego?.managed === true && goroot !== null ? goroot : undefined;
  const values = {
    ...Object.fromEntries(goenvfile.lines.map((one) => [one.name, one.value])),
    ...environment,
  };
  const { counts } = originsOf(name, {
    environment,
    userFile: settingsIn(goenvfile.path ?? "", goenvfile.lines),
    ...labelHere(machine, managed),
    goroot: managed,
    gorootFile: settingsIn(goroot === null ? "" : join(goroot, "go.env"), linesOfGoEnv(shipped)),
    fallback: defaultOf(name, { machine, values, activego }),
  });
  return told(name, counts);
}

function settingsIn(file: string, lines: Needed["goenvfile"]["lines"]) {
  return lines.map(({ name, value, line }) => ({ name, value, line, file }));
}

function labelHere({ asked }: Machine, managed: string | undefined) {
  const label = managed === undefined ? undefined : asked?.managed?.label;
  return label === undefined ? {} : { label };
}

function told(name: SettingName, counts: Origin | undefined): GoValue {
  // Go takes "" and not set for one, and so it has no origin.
  if (counts === undefined)
    return { name, value: emptyOf(name), origin: null, file: null, line: null, set: false };
  const { kind, value, file, line } = counts;
  const set = kind !== "default" && kind !== "goroot";
  return { name, value, origin: kind, file: file ?? null, line: line ?? null, set };
}

/** What Go's own answer depends on is no empty value. */
function emptyOf(name: SettingName): string | null {
  return /^(CC|CXX|CGO_ENABLED|GOARM|GOARM64|GOROOT|GOPROXY|GOSUMDB|GOTOOLCHAIN|GOCACHE|GOMODCACHE|GOPATH|GOENV)$/.test(
    name,
  )
    ? null
    : "";
}
