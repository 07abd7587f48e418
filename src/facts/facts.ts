/** Every fact by its name. Names are stable: stored facts and rules use them. */

import { activegoFact } from "./activego.ts";
import { appleFact } from "./apple.ts";
import { cachesFact } from "./caches.ts";
import { certificatesFact } from "./certificates.ts";
import { cgoFact, cgofreeFact } from "./cgo.ts";
import { chaingosFact } from "./chaingos.ts";
import { chainsFact } from "./chains.ts";
import { cpuFact } from "./cpu.ts";
import { cfilesFact, ctargetFact } from "./ctools.ts";
import { denialsFact } from "./denials.ts";
import { environmentFact } from "./environment.ts";
import type { Fact, ValueOf } from "./fact.ts";
import { fingerprintFact } from "./fingerprint.ts";
import { floorsFact } from "./floors.ts";
import { gobinFact } from "./gobin.ts";
import { gocacheFact } from "./gocache.ts";
import { goenvFact } from "./goenv.ts";
import { goenvfileFact } from "./goenvfile.ts";
import { goenvstateFact } from "./goenvstate.ts";
import { goexperimentsFact } from "./goexperiments.ts";
import { gofilesFact } from "./gofiles.ts";
import { gokeptFact } from "./gokept.ts";
import { golabelsFact } from "./golabels.ts";
import { golifeFact } from "./golife.ts";
import { gomoduleFact } from "./gomodule.ts";
import { goprogramsFact } from "./goprograms.ts";
import { goproxyFact } from "./goproxy.ts";
import { gorootsFact } from "./goroots.ts";
import { gorunsFact } from "./goruns.ts";
import { gosFact } from "./gos.ts";
import { gosteadFact } from "./gostead.ts";
import { gotoolchainFact } from "./gotoolchain.ts";
import { gotoolsFact } from "./gotools.ts";
import { govaluedirsFact } from "./govaluedirs.ts";
import { govaluesFact } from "./govalues.ts";
import { goversionsFact } from "./goversions.ts";
import { homepartsFact } from "./homeparts.ts";
import { hostsFact } from "./hosts.ts";
import { kernelconfigFact } from "./kernelconfig.ts";
import { launchFact, processesFact } from "./launch.ts";
import { libcFact } from "./libc.ts";
import { libcfileFact } from "./libcfile.ts";
import { limitsFact } from "./limits.ts";
import { localeFact } from "./locale.ts";
import { lsmFact } from "./lsm.ts";
import { meFact } from "./me.ts";
import { modulefilesFact } from "./modulefiles.ts";
import { modulehereFact } from "./modulehere.ts";
import { mountsFact } from "./mounts.ts";
import { osReleaseFact } from "./osrelease.ts";
import { ownsettingsFact } from "./ownsettings.ts";
import { pathFact } from "./path.ts";
import { pathmodesFact } from "./pathmodes.ts";
import { pathsFact } from "./paths.ts";
import { pinsFact } from "./pins.ts";
import { policyFact } from "./policy.ts";
import { programsFact } from "./programs.ts";
import { projectFact, projectFilesFact } from "./project.ts";
import { rcFact } from "./rc.ts";
import { rcnamesFact } from "./rcnames.ts";
import { selinuxFact } from "./selinux.ts";
import { sessionFact } from "./session.ts";
import { settingsFact } from "./settings.ts";
import { shellFact } from "./shell.ts";
import { spaceFact } from "./space.ts";
import { sumdblogFact } from "./sumdblog.ts";
import { surroundingsFact } from "./surroundings.ts";
import { syscallsFact } from "./syscalls.ts";
import { systemFact } from "./system.ts";
import { teamfileFact } from "./teamfile.ts";
import { teamtemplateFact } from "./teamtemplate.ts";
import { treesFact } from "./trees.ts";
import { unameFact } from "./uname.ts";
import { userlandFact } from "./userland.ts";

export const FACTS = {
  ownsettings: ownsettingsFact,
  path: pathFact,
  pathmodes: pathmodesFact,
  gofiles: gofilesFact,
  gos: gosFact,
  goruns: gorunsFact,
  environment: environmentFact,
  goenvfile: goenvfileFact,
  settings: settingsFact,
  goenv: goenvFact,
  goroots: gorootsFact,
  gotools: gotoolsFact,
  gotoolchain: gotoolchainFact,
  gobin: gobinFact,
  shell: shellFact,
  rcnames: rcnamesFact,
  rc: rcFact,
  me: meFact,
  session: sessionFact,
  chains: chainsFact,
  chaingos: chaingosFact,
  processes: processesFact,
  launch: launchFact,
  gostead: gosteadFact,
  homeparts: homepartsFact,
  project: projectFact,
  projectfiles: projectFilesFact,
  pins: pinsFact,
  teamfile: teamfileFact,
  teamtemplate: teamtemplateFact,
  uname: unameFact,
  "os-release": osReleaseFact,
  libc: libcFact,
  libcfile: libcfileFact,
  cpu: cpuFact,
  userland: userlandFact,
  surroundings: surroundingsFact,
  apple: appleFact,
  fingerprint: fingerprintFact,
  system: systemFact,
  kernelconfig: kernelconfigFact,
  syscalls: syscallsFact,
  floors: floorsFact,
  goversions: goversionsFact,
  goprograms: goprogramsFact,
  programs: programsFact,
  mounts: mountsFact,
  paths: pathsFact,
  trees: treesFact,
  selinux: selinuxFact,
  lsm: lsmFact,
  golabels: golabelsFact,
  denials: denialsFact,
  policy: policyFact,
  activego: activegoFact,
  govalues: govaluesFact,
  govaluedirs: govaluedirsFact,
  golife: golifeFact,
  goproxy: goproxyFact,
  hosts: hostsFact,
  sumdblog: sumdblogFact,
  limits: limitsFact,
  locale: localeFact,
  caches: cachesFact,
  space: spaceFact,
  certificates: certificatesFact,
  gomodule: gomoduleFact,
  cgo: cgoFact,
  cgofree: cgofreeFact,
  cfiles: cfilesFact,
  ctarget: ctargetFact,
  gokept: gokeptFact,
  gocache: gocacheFact,
  goenvstate: goenvstateFact,
  goexperiments: goexperimentsFact,
  modulehere: modulehereFact,
  modulefiles: modulefilesFact,
} as const;

export type FactName = keyof typeof FACTS;
export type FactValue<N extends FactName> = ValueOf<(typeof FACTS)[N]>;
export type Facts<N extends FactName = FactName> = { readonly [K in N]: Fact<FactValue<K>> };

export const FACT_NAMES = Object.keys(FACTS) as readonly FactName[];

export function isFactName(word: string): word is FactName {
  return Object.hasOwn(FACTS, word);
}
