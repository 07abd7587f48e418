/**
 * Two projects with different pins, visited in turns by one shell: what a switch
 * costs over starting the right binary, how often the right Go answered, and how
 * often a build found its cache. The figures that others have printed for this
 * stand beside, as claims; nothing of ours comes from them.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { interleave } from "../interleave.ts";
import { ensure, type Lab, prepareShims } from "../lab.ts";
import { GOSTEAD } from "../peers/gostead.ts";
import type { Argv, Env, Peer, Shim } from "../peers/peer.ts";
import { mustRun } from "../runner.ts";
import { type Section, spread } from "../section.ts";
import { FIRST, NEXT_PATCH } from "../settings.ts";
import { median } from "../stats.ts";

const TURNS = 100;
const PINNED = [FIRST, NEXT_PATCH] as const;
const DIRECT = "direct binary";
const MANUAL = "manual GOROOT and PATH";
const HOOK = `${GOSTEAD}, hook`;

/** $1 turns between $2 and $3; $4 starts the shell's work, $5 and $6 are what a person would type on arrival. */
const LOOP = `eval "$4"
projects=("$2" "$3") arrivals=("$5" "$6") versions=(${PINNED.join(" ")})
prompt() { local c; for c in "\${PROMPT_COMMAND[@]}"; do eval "$c"; done; }
visit() { cd "\${projects[$1]}"; prompt; eval "\${arrivals[$1]}"; }
visit 0; go version; visit 1; go version
start=$EPOCHREALTIME
for ((i = 0; i < $1; i++)); do visit $((i % 2)); go version; done >/dev/null
end=$EPOCHREALTIME
right=0 hits=0
for ((i = 0; i < $1; i++)); do
  visit $((i % 2))
  case $(go version) in *" go\${versions[$((i % 2))]} "*) right=$((right + 1)) ;; esac
  [ -n "$(go build -v . 2>&1)" ] || hits=$((hits + 1))
done
printf '\\ntook %s right %s hits %s\\n' $((\${end/./} - \${start/./})) $right $hits`;

interface Contestant {
  readonly env: Env;
  readonly pin: Shim["pin"];
  /** Run once by the shell. */
  readonly begin: string;
  readonly arrivals: readonly [string, string];
}

interface Turns {
  /** Seconds a turn, `go version` included. */
  readonly seconds: number;
  readonly right: number;
  readonly hits: number;
}

export async function switchRow(lab: Lab): Promise<Section> {
  const contestants = await enter(lab);
  const plan = { rounds: Math.max(3, Math.ceil(lab.settings.rounds / 5)), warmUps: 1 };
  const turns = await interleave([...contestants.keys()], plan, (name) => {
    const contestant = contestants.get(name);
    if (contestant === undefined) throw new Error(`no contestant ${name}`);
    return takeTurns(lab, name, contestant);
  });
  const direct = median((turns.get(DIRECT) ?? []).map(({ seconds }) => seconds));
  return {
    title: `Switch between two projects, ${TURNS} turns`,
    tables: [
      {
        head: ["", "ms a turn", "over direct, ms", "right Go", "build cache hits", "claimed, ms"],
        rows: [...turns].map(([name, all]) => cells(name, all, direct)),
      },
    ],
    verdicts: [],
    notes: [
      "A turn is cd, the prompt and `go version`. The right Go is counted over as many turns more, each with a build of one small package that the warm-up has built once. What a person forgets to type is not in the manual row.",
      "Claimed: printed elsewhere for 100 builds on a machine that is not named (goenv 12.4 ms, 100 %, 98.7 %; manual 47.9 ms, 92.3 %, 76.1 %). Not ours, and not reproduced.",
    ],
  };
}

const CLAIMED: Readonly<Record<string, string>> = { goenv: "12.4", [MANUAL]: "47.9" };

function cells(name: string, all: readonly Turns[], direct: number): string[] {
  const seconds = all.map((one) => one.seconds);
  const percent = (figure: (one: Turns) => number) => `${median(all.map(figure)).toFixed(0)} %`;
  return [
    name,
    spread(seconds, 1e3),
    ((median(seconds) - direct) * 1e3).toFixed(2),
    percent(({ right }) => (right / TURNS) * 100),
    percent(({ hits }) => (hits / TURNS) * 100),
    CLAIMED[name] ?? "–",
  ];
}

async function enter(lab: Lab): Promise<Map<string, Contestant>> {
  const all = new Map<string, Contestant>();
  for (const peer of lab.peers.filter(({ shim }) => shim)) {
    await ensure(lab, peer, PINNED);
    await prepareShims(lab, peer);
    for (const [name, one] of await entriesOf(lab, peer)) all.set(name, one);
  }
  return all;
}

/** Its shims; for gostead also its hook, and the two ways that need nobody's help. */
async function entriesOf(lab: Lab, peer: Peer): Promise<[string, Contestant][]> {
  const { shim } = peer;
  if (!shim || !existsSync(shim.go)) return [];
  const env = { ...shim.env, PATH: `${dirname(shim.go)}:${shim.env.PATH ?? ""}` };
  const none = ["", ""] as const;
  const own: [string, Contestant] = [peer.name, { env, pin: shim.pin, begin: "", arrivals: none }];
  if (peer.name !== GOSTEAD) return [own];
  const bins = PINNED.map((version) => join(peer.tree(version), "bin"));
  const plain = { env: { ...peer.env, GOTOOLCHAIN: "local" }, pin: shim.pin, begin: "" };
  const to = (make: (bin: string) => string) => [make(bins[0] ?? ""), make(bins[1] ?? "")] as const;
  return [
    own,
    ...(await hookOf(lab, peer, shim)),
    [DIRECT, { ...plain, arrivals: to((bin) => `go() { ${bin}/go "$@"; }`) }],
    [
      MANUAL,
      {
        ...plain,
        begin: "base=$PATH",
        arrivals: to((bin) => `export GOROOT=${dirname(bin)} PATH=${bin}:$base; hash -r`),
      },
    ],
  ];
}

async function hookOf(lab: Lab, peer: Peer, shim: Shim): Promise<[string, Contestant][]> {
  const argv: Argv = peer.activate ?? [];
  const { status } = await lab.runner.run({ argv, env: peer.env, cwd: lab.site.work });
  if (status !== 0 || lab.runner.output().trim() === "") return [];
  const begin = `eval "$(${argv.map((word) => `'${word}'`).join(" ")})"`;
  return [[HOOK, { env: peer.env, pin: shim.pin, begin, arrivals: ["", ""] }]];
}

async function takeTurns(lab: Lab, name: string, contestant: Contestant): Promise<Turns> {
  const { env, pin, begin, arrivals } = contestant;
  const [one, other] = PINNED.map((version) => pinned(lab.site.work, pin, version));
  const argv = ["/bin/bash", "-c", LOOP, "bash", String(TURNS), one ?? "", other ?? "", begin];
  const cwd = lab.site.work;
  await mustRun(lab.runner, { argv: [...argv, ...arrivals], env, cwd });
  const [, took, right, hits] = /took (\d+) right (\d+) hits (\d+)/.exec(lab.runner.output()) ?? [];
  if (took === undefined) throw new Error(`${name}: the loop of turns said nothing`);
  return { seconds: Number(took) / 1e6 / TURNS, right: Number(right), hits: Number(hits) };
}

/** A package that asks for a version and needs nothing of the standard library. */
function pinned(work: string, pin: Shim["pin"], version: string): string {
  const directory = join(work, "switch", pin, version);
  mkdirSync(directory, { recursive: true });
  const go = pin === "go-mod" ? version : "1.22";
  writeFileSync(join(directory, "go.mod"), `module x\n\ngo ${go}\n`);
  writeFileSync(join(directory, "x.go"), "package x\n\nfunc One() int { return 1 }\n");
  if (pin === "go-mod") return directory;
  writeFileSync(join(directory, ".go-version"), `${version}\n`);
  writeFileSync(join(directory, ".tool-versions"), `golang ${version}\n`);
  return directory;
}
