/**
 * The bodies of all commands as one lazy chunk. A chunk per command was tried: the
 * modules that commands share then become thirty files, and opening those cost
 * `list` more than the answer.
 */
export { runActivate } from "./activate.ts";
export { runAdopt } from "./adopt.ts";
export { runAudit } from "./audit.ts";
export { runAuditRates } from "./auditrates.ts";
export { runAuditVerify } from "./auditverify.ts";
export { runCheck } from "./check.ts";
export { runCompletion } from "./completion.ts";
export { runCurrent } from "./current.ts";
export { runDefault } from "./default.ts";
export { runDoctor } from "./doctor.ts";
export { runEnv } from "./env.ts";
export { runExec } from "./exec.ts";
export { runFacts } from "./facts.ts";
export { runInstall } from "./install.ts";
export { runLabelAdd, runLabelList, runLabelRemove, runLabelShow } from "./label.ts";
export { runList } from "./list.ts";
export { runLsmDraft } from "./lsmdraft.ts";
export { runLsmDeploy, runLsmTest } from "./lsmload.ts";
export { runLsmScan } from "./lsmscan.ts";
export { runManifest } from "./manifest.ts";
export { runMigrateApply } from "./migrateapply.ts";
export { runMigratePlan } from "./migrateplan.ts";
export { runMigrateScan } from "./migratescan.ts";
export { runMigrateUndo } from "./migrateundo.ts";
export { runPin } from "./pin.ts";
export { runPrune } from "./prune.ts";
export { runReleaseDeploy, runReleaseList, runReleaseRollback } from "./release.ts";
export { runSumdbCheck } from "./sumdb.ts";
export { runUndo } from "./undo.ts";
export { runUninstall } from "./uninstall.ts";
export { runUnpin } from "./unpin.ts";
export { runUpgrade } from "./upgrade.ts";
export { runDeactivate, runUse } from "./use.ts";
export { runVerify } from "./verify.ts";
export { runVulns } from "./vulns.ts";
export { runWhere, runWhich } from "./where.ts";
export { runWhy } from "./why.ts";
