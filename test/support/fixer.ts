/**
 * A process that performs or undoes, for tests that kill it or run it as another
 * user: node fixer.ts ROOT perform|undo < actions as JSON. Says `ready` once it
 * is loaded, waits for its input, and answers with the number of changes or with
 * the error's code and message.
 */
import { text } from "node:stream/consumers";
import { perform } from "#apply/perform.ts";
import { undo } from "#apply/undo.ts";
import { GosteadError } from "#model/error.ts";
import { openPlace } from "./changes.ts";

const [root = "", verb = ""] = process.argv.slice(2);
const { deps } = await openPlace(root);
console.log("ready");
const actions = JSON.parse(await text(process.stdin));
try {
  const changes =
    verb === "undo" ? (await undo("last", deps))?.changes : await perform(actions, deps);
  console.log(`changed ${changes?.length ?? 0}`);
} catch (error) {
  if (!(error instanceof GosteadError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}
