// The block in shells' start files: in the files that shells really read, once, and gone byte for byte.
import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import test, { describe } from "node:test";
import { setBlock } from "#apply/block.ts";
import { snapshot } from "../support/home.ts";
import { archiveArgs, type How, type Machine, setup, standIn, withMachine } from "./machine.ts";

type Files = Readonly<Record<string, string>>;

/** The start files before: which of them get the block, with which SHELL. */
const MACHINES: readonly {
  readonly name: string;
  readonly shell: string;
  readonly files: Files;
  readonly changed: readonly string[];
}[] = [
  { name: "nothing there, bash", shell: "/bin/bash", files: {}, changed: [".bashrc", ".profile"] },
  { name: "nothing there, dash", shell: "/bin/dash", files: {}, changed: [".profile"] },
  { name: "no SHELL at all", shell: "", files: {}, changed: [".profile"] },
  {
    name: "Debian's bash",
    shell: "/bin/bash",
    files: {
      ".bashrc": "# rc\ncase $- in *i*) ;; *) return ;; esac\n",
      ".profile": "# p\n. ~/.bashrc\n",
    },
    changed: [".bashrc", ".profile"],
  },
  {
    name: ".bash_profile hides .profile from bash",
    shell: "/bin/bash",
    files: { ".bash_profile": "a=1\n", ".profile": "b=1\n", ".bash_login": "c=1\n" },
    changed: [".bash_profile", ".bashrc", ".profile"],
  },
  {
    name: ".bash_login alone",
    shell: "/bin/bash",
    files: { ".bash_login": "c=1\n" },
    changed: [".bash_login", ".bashrc"],
  },
  { name: "zsh", shell: "/bin/zsh", files: { ".zshrc": "z=1\n" }, changed: [".profile", ".zshrc"] },
  { name: "zsh without a file", shell: "/usr/bin/zsh", files: {}, changed: [".profile", ".zshrc"] },
  {
    name: "fish without a directory",
    shell: "/usr/bin/fish",
    files: {},
    changed: [".config/fish/conf.d/gostead.fish", ".profile"],
  },
  {
    name: "fish, used now and then",
    shell: "/bin/bash",
    files: { ".config/fish/config.fish": "set x 1\n" },
    changed: [".bashrc", ".config/fish/conf.d/gostead.fish", ".profile"],
  },
  {
    name: "no newline at the end",
    shell: "/bin/bash",
    files: { ".bashrc": "a=1\nb=2", ".profile": "x" },
    changed: [".bashrc", ".profile"],
  },
  {
    name: "empty files",
    shell: "/bin/bash",
    files: { ".bashrc": "", ".profile": "" },
    changed: [".bashrc", ".profile"],
  },
  {
    name: "carriage returns",
    shell: "/bin/bash",
    files: { ".bashrc": "a=1\r\nb=2\r\n", ".profile": "x\r\ny" },
    changed: [".bashrc", ".profile"],
  },
  {
    name: "bytes that are no text",
    shell: "/bin/bash",
    files: { ".bashrc": "a=\u0001\u00ff\udc80\n\n\n", ".profile": "\u00e9" },
    changed: [".bashrc", ".profile"],
  },
  {
    name: "only newlines",
    shell: "/bin/bash",
    files: { ".bashrc": "\n\n", ".profile": "\n" },
    changed: [".bashrc", ".profile"],
  },
];

describe("install, again, uninstall", () => {
  for (const { name, shell, files, changed } of MACHINES) {
    test(name, async () => {
      await withMachine(async (machine) => {
        write(machine, files);
        const before = await snapshot(machine.user);
        const args = archiveArgs(machine, standIn(machine));
        const how = { env: { SHELL: shell } };
        assert.equal(setup(machine, args, how).code, 0);
        const first = await snapshot(machine.user);
        const differ = Object.keys(first).filter(
          (file) => first[file] !== before[file] && first[file]?.startsWith("file"),
        );
        assert.deepEqual(differ.sort(), [...changed]);
        for (const file of changed) assert.equal(blocks(machine, file), 1, file);
        assert.equal(setup(machine, args, how).code, 0);
        assert.deepEqual(await snapshot(machine.user), first);
        const gone = setup(machine, ["--uninstall"], how);
        assert.equal(gone.code, 0, gone.stderr);
        assert.deepEqual(await snapshot(machine.user), before);
      });
    });
  }
});

test("a linked start file stays a link, and keeps its mode", async () => {
  await withMachine(async (machine) => {
    write(machine, { "dotfiles/bashrc": "a=1\n", ".profile": "p=1\n" });
    symlinkSync("dotfiles/bashrc", join(machine.user, "one"));
    symlinkSync(join(machine.user, "one"), join(machine.user, ".bashrc"));
    chmodSync(join(machine.user, "dotfiles/bashrc"), 0o640);
    const before = await snapshot(machine.user);
    setup(machine, archiveArgs(machine, standIn(machine)));
    assert.equal(readlinkSync(join(machine.user, ".bashrc")), join(machine.user, "one"));
    assert.equal(lstatSync(join(machine.user, "one")).isSymbolicLink(), true);
    assert.equal(statSync(join(machine.user, "dotfiles/bashrc")).mode & 0o777, 0o640);
    assert.equal(blocks(machine, "dotfiles/bashrc"), 1);
    setup(machine, ["--uninstall"]);
    assert.deepEqual(await snapshot(machine.user), before);
  });
});

test("read-only, dangling and odd start files are left alone with a word; the set-up succeeds", async () => {
  await withMachine(async (machine) => {
    write(machine, { ".bashrc": "a=1\n", ".profile/x": "" });
    chmodSync(join(machine.user, ".bashrc"), 0o444);
    symlinkSync("nowhere/rc", join(machine.user, ".zshrc"));
    symlinkSync(".bash_profile", join(machine.user, ".bash_profile"));
    const before = await snapshot(machine.user);
    const { code, stderr } = setup(machine, archiveArgs(machine, standIn(machine)), {
      env: { SHELL: "/bin/zsh" },
    });
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /\.bashrc was not changed: it is read-only\. Put .*\/shims and .*\/bin on PATH there yourself\./,
    );
    assert.match(stderr, /\.profile was not changed: it is no file\./);
    assert.deepEqual(await snapshot(machine.user), before);
    assert.equal(setup(machine, ["--uninstall"]).code, 0);
    assert.deepEqual(await snapshot(machine.user), before);
  });
});

test("lines that the user adds around the block stay, whatever ended the file before", async () => {
  for (const before of ["a=1\n", "a=1", ""]) {
    await withMachine((machine) => {
      write(machine, { ".bashrc": before });
      const args = archiveArgs(machine, standIn(machine));
      setup(machine, args);
      const path = join(machine.user, ".bashrc");
      writeFileSync(path, `top=1\n${readFileSync(path, "utf8")}bottom=1`);
      setup(machine, args);
      assert.equal(blocks(machine, ".bashrc"), 1);
      setup(machine, ["--uninstall"]);
      const middle = before === "" || before.endsWith("\n") ? before : `${before}\n`;
      assert.equal(readFileSync(path, "utf8"), `top=1\n${middle}bottom=1`);
    });
  }
});

test("a file that we made and the user then used is kept", async () => {
  await withMachine((machine) => {
    setup(machine, archiveArgs(machine, standIn(machine)));
    const path = join(machine.user, ".profile");
    writeFileSync(path, `${readFileSync(path, "utf8")}mine=1\n`);
    setup(machine, ["--uninstall"]);
    assert.equal(readFileSync(path, "utf8"), "mine=1\n");
  });
});

test("half a block is not touched", async () => {
  await withMachine(async (machine) => {
    write(machine, {
      ".bashrc": "# >>> gostead >>>\na=1\n",
      ".profile": "# <<< gostead <<<\n# >>> gostead >>>\n",
    });
    const before = await snapshot(machine.user);
    const { code, stderr } = setup(machine, archiveArgs(machine, standIn(machine)));
    assert.equal(code, 0);
    assert.match(stderr, /\.bashrc was not changed: half of our block is missing in it/);
    assert.deepEqual(await snapshot(machine.user), before);
  });
});

test("another home replaces the block where it stands", async () => {
  await withMachine((machine) => {
    write(machine, { ".bashrc": "a=1\n" });
    const args = archiveArgs(machine, standIn(machine));
    setup(machine, args);
    const path = join(machine.user, ".bashrc");
    writeFileSync(path, `${readFileSync(path, "utf8")}b=1\n`);
    setup(machine, [...args, "--prefix", join(machine.root, "other")]);
    const text = readFileSync(path, "utf8");
    assert.equal(blocks(machine, ".bashrc"), 1);
    assert.match(
      text,
      /^a=1\n# >>> gostead >>>\n[\s\S]*\/other\/shims[\s\S]*# <<< gostead <<<\nb=1\n$/,
    );
  });
});

test("--no-modify-path, and no HOME, change no file", async () => {
  const cases: readonly (readonly [readonly string[], How])[] = [
    [["--no-modify-path"], {}],
    [[], { env: { HOME: undefined } }],
    [[], { env: { HOME: "" } }],
  ];
  for (const [flags, how] of cases) {
    await withMachine(async (machine) => {
      write(machine, { ".bashrc": "a=1\n" });
      const before = await snapshot(machine.user);
      const { code, stdout, stderr } = setup(
        machine,
        [...archiveArgs(machine, standIn(machine)), ...flags],
        how,
      );
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^go version /);
      assert.match(stderr, /In this one, run: export PATH='/);
      assert.deepEqual(await snapshot(machine.user), before);
      assert.equal(setup(machine, ["--uninstall"], how).code, 0);
      assert.deepEqual(await snapshot(machine.user), before);
    });
  }
});

function write(machine: Machine, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(machine.user, name)), { recursive: true });
    writeFileSync(join(machine.user, name), text);
  }
}

function blocks(machine: Machine, file: string): number {
  const text = readFileSync(join(machine.user, file), "utf8");
  const begins = text.match(/^# >>> gostead >>>/gm)?.length ?? 0;
  assert.equal(text.match(/^# <<< gostead <<<$/gm)?.length ?? 0, begins);
  return begins;
}

test("blocks of doctor and setup go too, the last first, with CRLF and without a newline before them", async () => {
  const befores = ["a=1\n", "a=1", "", "a=1\r\nb=2\r\n", "a=1\r\nb=2"];
  for (const before of befores) {
    await withMachine(async (machine) => {
      write(machine, { ".bashrc": before });
      const path = join(machine.user, ".bashrc");
      let text: Buffer = readFileSync(path);
      for (const name of ["path", "gobin"]) text = setBlock(text, { name, lines: ["x=1", "y=2"] });
      writeFileSync(path, text);
      const args = archiveArgs(machine, standIn(machine));
      assert.equal(setup(machine, args, { env: { SHELL: "/bin/bash" } }).code, 0);
      const gone = setup(machine, ["--uninstall"], { env: { SHELL: "/bin/bash" } });
      assert.equal(gone.code, 0, gone.stderr);
      assert.equal(readFileSync(path, "latin1"), before);
    });
  }
});

test("setup's own block in a file with CRLF, and with the hook: kept by the next install, gone at the end", async () => {
  await withMachine(async (machine) => {
    const env = { SHELL: "/bin/bash" };
    const args = archiveArgs(machine, standIn(machine));
    write(machine, { ".bashrc": "a=1\r\nb=2", ".config/fish/config.fish": "set x 1\n" });
    const [bashrc, fish] = [".bashrc", ".config/fish/config.fish"].map((name) =>
      join(machine.user, name),
    );
    assert.ok(bashrc && fish);
    const hook = [`eval "$('${machine.home}/bin/gostead' activate bash)" #`];
    writeFileSync(bashrc, setBlock(readFileSync(bashrc), { name: "", lines: hook }));
    writeFileSync(fish, setBlock(readFileSync(fish), { name: "path", lines: ["set y 1"] }));
    const hooked = readFileSync(bashrc, "latin1");
    assert.equal(setup(machine, args, { env }).code, 0);
    assert.equal(readFileSync(bashrc, "latin1"), hooked);
    assert.equal(setup(machine, ["--uninstall"], { env }).code, 0);
    assert.equal(readFileSync(bashrc, "latin1"), "a=1\r\nb=2");
    assert.equal(readFileSync(fish, "latin1"), "set x 1\n");
  });
});
