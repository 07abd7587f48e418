/**
 * Every command by its name, in the order of the help. Their words, flags and
 * examples stand in tables/, one file a chapter of the help; bodies are loaded
 * when they run, all from commands.ts.
 */
import { buildApplication, buildRouteMap } from "@stricli/core";
import { ALIASES } from "./aliases.ts";
import type { CliContext } from "./context.ts";
import { text } from "./refusal.ts";
import {
  auditLog,
  auditRates,
  auditVerify,
  check,
  doctor,
  facts,
  sumdbCheck,
  undo,
  vulns,
} from "./tables/health.ts";
import { current, env, exec, rollback, setDefault, use, where, which } from "./tables/here.ts";
import { activate, completion, deactivate } from "./tables/itself.ts";
import { label } from "./tables/label.ts";
import { lsm } from "./tables/lsm.ts";
import { migrate } from "./tables/migrate.ts";
import { pin, unpin, why } from "./tables/pin.ts";
import { allow } from "./tables/project.ts";
import { release } from "./tables/release.ts";
import { setup } from "./tables/setup.ts";
import {
  adopt,
  install,
  list,
  manifest,
  prune,
  uninstall,
  upgrade,
  verify,
} from "./tables/toolchains.ts";
import { EVERYWHERE } from "./words.ts";

const routes = buildRouteMap({
  routes: {
    install,
    uninstall,
    list,
    verify,
    manifest,
    prune,
    adopt,
    upgrade,
    which,
    where,
    current,
    why,
    use,
    pin,
    unpin,
    default: setDefault,
    rollback,
    env,
    exec,
    doctor,
    check,
    undo,
    vulns,
    facts,
    lsm,
    label,
    allow,
    migrate,
    setup,
    release,
    completion,
    activate,
    deactivate,
    audit: buildRouteMap({
      routes: { log: auditLog, verify: auditVerify, rates: auditRates },
      defaultCommand: "log",
      docs: { brief: "What happened in this home, and proof of it" },
    }),
    sumdb: buildRouteMap({
      routes: { check: sumdbCheck },
      docs: { brief: "Look at the checksum log" },
    }),
  },
  aliases: ALIASES,
  docs: {
    brief: "One home for every Go: proven, kept once, verified for ever",
    fullDescription: `One home for every Go: proven, kept once, verified for ever.

gostead alone shows which Go runs here; gostead help COMMAND tells more; gostead --version.

${EVERYWHERE}`,
  },
});

export const application = buildApplication<CliContext>(routes, {
  name: "gostead",
  scanner: {
    caseStyle: "allow-kebab-for-camel",
    allowArgumentEscapeSequence: true,
    distanceOptions: {
      threshold: 3,
      weights: { insertion: 1, deletion: 1, substitution: 2, transposition: 1 },
    },
  },
  localization: { text },
  documentation: { disableAnsiColor: true, caseStyle: "convert-camel-to-kebab" },
  completion: { includeAliases: false },
});
