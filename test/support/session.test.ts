import assert from "node:assert/strict";
import test from "node:test";
import { withHome } from "./home.ts";
import { replay, scriptOf } from "./session.ts";

test("a session comes back as it went: output, exit codes, masks", async () => {
  const script = `# a comment
# env: WORD=good=day

$ echo $WORD; echo err >&2; pwd; exit 3
$ echo took 12 ms and 0.5 s at 2024-07-02T01:02:03Z

# env: WORD=again
$ printf '%s\\n\\n$ x\\n\\\\' $WORD
$ true`;
  const went = await withHome((home) => replay(script, home));
  assert.equal(await withHome((home) => replay(went, home)), went);
  assert.equal(
    went,
    `# a comment
# env: WORD=good=day

$ echo $WORD; echo err >&2; pwd; exit 3
good=day
err
<home>/user
[exit 3]
$ echo took 12 ms and 0.5 s at 2024-07-02T01:02:03Z
took <ms> and <ms> at <time>

# env: WORD=again
$ printf '%s\\n\\n$ x\\n\\\\' $WORD
again
\\
\\$ x
\\\\
$ true
`,
  );
});

test("a proxy serves, lies and returns to the truth", async () => {
  const script = `# proxy: honest 1.22.5
$ echo $GOPROXY $GOSUMDB
# lie: status list 403 no
# truth
$ gostead-is-not-here`;
  const went = await withHome((home) => replay(script, home));
  assert.match(went, /\n<proxy> <key>\n/);
  assert.match(went, /\[exit 127\]\n$/);
});

test("unknown lies and output without a command are mistakes of the session", async () => {
  await withHome(async (home) => {
    await assert.rejects(
      replay("# proxy: honest 1.22.5\n# lie: nonsense zip", home),
      /no such lie/,
    );
  });
  await withHome(async (home) => {
    await assert.rejects(replay("# lie: flip zip", home), /no proxy/);
  });
  assert.throws(() => scriptOf("hello\n$ true"), /output before any command: hello/);
});
