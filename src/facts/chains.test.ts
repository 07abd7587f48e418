// Start files that print, hang, exit, close their output or define go: each way of starting a shell says what it
// sees, or why not, in time. Real shells in real homes.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { realHost } from "#host/host.ts";
import { gather } from "./gather.ts";
import { thisPlace } from "./place.ts";
import { seenIn } from "./probe.ts";

const TIMEOUT_MS = 4000;

async function chainsIn(files: Record<string, string>, timeoutMs = TIMEOUT_MS) {
  const home = mkdtempSync(join(tmpdir(), "gostead-chains-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, name)), { recursive: true });
      writeFileSync(join(home, name), text.replaceAll("@HOME@", home));
      if (text.startsWith("#!")) chmodSync(join(home, name), 0o755);
    }
    const env = { HOME: home, PATH: process.env.PATH, SHELL: "/bin/bash" };
    const facts = await gather(["chains", "chaingos"], thisPlace(realHost(env), timeoutMs));
    assert.ok(facts.chains.known && facts.chaingos.known);
    const { chains } = facts.chains.value;
    const named = (name: string) => chains.find((chain) => chain.name === name);
    return { home, named, said: facts.chaingos.value.said };
  } finally {
    rmSync(home, { recursive: true });
  }
}

const GO = "#!/bin/sh\necho go version go1.19.4 linux/amd64\n";

test("each shell says what its own start files made of PATH, whatever they print", async () => {
  const noise = "echo '@gostead-path /lie'; printf 'no newline'; echo @gostead-go >&2\n";
  const { home, named, said } = await chainsIn({
    "bin/go": GO,
    ".bashrc": `${noise}export PATH=@HOME@/bin:$PATH\nread -r x\n`,
    ".profile": noise,
    ".zshrc": noise,
    ".zshenv": "path=(@HOME@/bin $path)\n",
  });
  const go = join(home, "bin/go");
  assert.equal(named("bash-interactive")?.go, go);
  assert.equal(named("ssh-command")?.imitated, true);
  assert.notEqual(named("bash-login")?.go, go);
  assert.notEqual(named("bash-command")?.go, go);
  assert.equal(named("zsh-command")?.go ?? go, go);
  assert.equal(named("cron")?.path, "/usr/bin:/bin");
  assert.equal(named("fish-interactive"), undefined);
  assert.equal(said.find((one) => one.go === go)?.version, "go1.19.4");
});

test("a start file that ends the shell, closes its output or hangs makes that way unknown, and no other", async () => {
  const { named } = await chainsIn({ ".bashrc": "exit 3\n", ".profile": "exec > /dev/null\n" });
  assert.match(named("bash-interactive")?.unknown ?? "", /ended with status 3 before/);
  assert.match(named("bash-login")?.unknown ?? "", /ended with status 0 before/);
  assert.equal(named("bash-command")?.unknown, null);
  const slow = await chainsIn({ ".bashrc": "sleep 60\n" }, 2500);
  assert.match(slow.named("bash-interactive")?.unknown ?? "", /^it did not end within 2.5 s/);
  assert.equal(slow.named("bash-command")?.unknown, null);
});

test("an alias or a function named go is seen beside the program", async () => {
  const { home, named } = await chainsIn({
    "bin/go": GO,
    ".bashrc": "export PATH=@HOME@/bin:$PATH\nalias go='echo no'\n",
    ".profile": "export PATH=@HOME@/bin:$PATH\ngo() { :; }\n",
  });
  assert.equal(named("bash-interactive")?.alias, "alias");
  assert.equal(named("bash-login")?.alias, "function");
  assert.equal(named("bash-interactive")?.go, join(home, "bin/go"));
});

test("a go that hangs says so, and holds nobody else up", async () => {
  const { home, said, named } = await chainsIn(
    { "bin/go": "#!/bin/sh\nsleep 60\n", ".bashrc": "export PATH=@HOME@/bin:$PATH\n" },
    2500,
  );
  assert.equal(named("bash-interactive")?.go, join(home, "bin/go"));
  const hung = said.find(({ go }) => go === join(home, "bin/go"));
  assert.equal(hung?.version, null);
  assert.match(hung?.unknown ?? "", /did not end within 2.5 s/);
});

test("any noise before an answer leaves it readable", () => {
  fc.assert(
    fc.property(fc.string(), fc.stringMatching(/^\/[a-z:/]{0,20}$/), (noise, path) => {
      const answer = `\n@gostead-path ${path}\n@gostead-go /x/go\n@gostead-type file\n`;
      assert.deepEqual(seenIn(noise + answer), { path, go: "/x/go", alias: null });
    }),
  );
  assert.equal(seenIn("@gostead-path /a\n@gostead-go /b"), undefined);
});
