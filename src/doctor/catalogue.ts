/** What each code means, for people. A code without an entry does not compile. */
import type { RuleCode } from "./rules.ts";

export interface Entry {
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What breaks because of it: one sentence. */
  readonly why: string;
  /** The page that tells all. */
  readonly docs: string;
}

type Catalogue = {
  readonly [Code in RuleCode]: Entry & { readonly docs: `docs/finding/${Code}.md` };
};

export const CATALOGUE: Catalogue = {
  "goenv-incomplete": {
    title: "the .goenv lacks a field",
    why: "who clones the project gets a Go or build tags of their own choice",
    docs: "docs/finding/goenv-incomplete.md",
  },
  "template-drift": {
    title: "the .goenv is not what its template says",
    why: "this project builds with other settings than the rest of the team's",
    docs: "docs/finding/template-drift.md",
  },
  "policy-violated": {
    title: "a setting is not what the policy asks for",
    why: "builds here are not the builds that were agreed on",
    docs: "docs/finding/policy-violated.md",
  },
  "policy-version": {
    title: "the policy does not allow this version of Go",
    why: "programs are built by a Go that nobody agreed on",
    docs: "docs/finding/policy-version.md",
  },
  "policy-release-age": {
    title: "this Go is newer than the policy wants",
    why: "the faults of a new release are found in its first days",
    docs: "docs/finding/policy-release-age.md",
  },
  "policy-source": {
    title: "this Go came from another place than the policy wants",
    why: "nobody vouches for where the toolchain came from",
    docs: "docs/finding/policy-source.md",
  },
  "policy-unproven": {
    title: "the checksum log has not proven this Go",
    why: "a toolchain that somebody changed changes every program that it builds",
    docs: "docs/finding/policy-unproven.md",
  },
  "policy-unsupported": {
    title: "this Go gets no more fixes",
    why: "faults that are found from now on stay in every program that it builds",
    docs: "docs/finding/policy-unsupported.md",
  },
  "policy-vulnerable": {
    title: "faults of this Go are known",
    why: "programs that it builds carry them",
    docs: "docs/finding/policy-vulnerable.md",
  },
  "policy-waiver-expired": {
    title: "a waiver has run out",
    why: "what it let be counts again, and nobody has decided anew",
    docs: "docs/finding/policy-waiver-expired.md",
  },
  "go-not-on-path": {
    title: "go is installed, but not on PATH",
    why: "every shell says: go: command not found",
    docs: "docs/finding/go-not-on-path.md",
  },
  "go-shadowed": {
    title: "another go comes before gostead's",
    why: "the versions that projects pin do not run: shells find the other go first",
    docs: "docs/finding/go-shadowed.md",
  },
  "goroot-bin-not-first": {
    title: "a start file puts its Go behind another",
    why: "the go that it was meant for does not run, however new it is",
    docs: "docs/finding/goroot-bin-not-first.md",
  },
  "gobin-not-on-path": {
    title: "programs from go install are not on PATH",
    why: "what go install put there is not found by its name",
    docs: "docs/finding/gobin-not-on-path.md",
  },
  "goroot-exported": {
    title: "GOROOT is exported",
    why: "every other Go builds with this one's compiler: compile: version does not match go tool version",
    docs: "docs/finding/goroot-exported.md",
  },
  "goroot-in-goenv": {
    title: "GOROOT is set in Go's settings file",
    why: "where it names no tree, every go command stops: go: cannot find GOROOT directory",
    docs: "docs/finding/goroot-in-goenv.md",
  },
  "goflags-harmful": {
    title: "GOFLAGS breaks builds or takes a guard away",
    why: "its words go to every go command of every project",
    docs: "docs/finding/goflags-harmful.md",
  },
  "checksum-database-off": {
    title: "modules are taken without the checksum database",
    why: "a proxy or a changed tag can hand out other code than everybody else gets, unnoticed",
    docs: "docs/finding/checksum-database-off.md",
  },
  "gotoolchain-missing": {
    title: "GOTOOLCHAIN names what is not here",
    why: "go stops or goes to the network before it does anything",
    docs: "docs/finding/gotoolchain-missing.md",
  },
  "gopath-is-goroot": {
    title: "GOPATH is a Go tree",
    why: "modules and programs would land inside the toolchain: both GOPATH and GOROOT are the same directory",
    docs: "docs/finding/gopath-is-goroot.md",
  },
  "mixed-tree": {
    title: "two releases lie in one tree",
    why: "nothing builds: compile: version does not match go tool version",
    docs: "docs/finding/mixed-tree.md",
  },
  "pins-disagree": {
    title: "the project names different Go versions",
    why: "what passed here was built by another Go than what is tested or shipped",
    docs: "docs/finding/pins-disagree.md",
  },
  "pin-below-module": {
    title: "a pin is older than the module allows",
    why: "nothing builds: go.mod requires a newer go, or Go fetches one in silence",
    docs: "docs/finding/pin-below-module.md",
  },
  "image-not-exact": {
    title: "an image names no exact Go",
    why: "the tag moves: the same commit is built by another Go next month",
    docs: "docs/finding/image-not-exact.md",
  },
  "start-file-unreadable": {
    title: "a start file cannot be read",
    why: "nobody can tell what it does to PATH and to Go's settings: other checks look past it",
    docs: "docs/finding/start-file-unreadable.md",
  },
  "shell-sees-other-go": {
    title: "a way of starting programs sees another go",
    why: "what runs there is not the version that is asked for here",
    docs: "docs/finding/shell-sees-other-go.md",
  },
  "shell-start-fails": {
    title: "a shell ends or hangs before its first command",
    why: "what starts programs through that shell gets no answer: IDEs, scp, git over ssh",
    docs: "docs/finding/shell-start-fails.md",
  },
  "go-alias": {
    title: "go is an alias or a function",
    why: "it comes before every program on PATH: the version that is asked for does not run",
    docs: "docs/finding/go-alias.md",
  },
  "start-file-not-read": {
    title: "a start file sets Go up, and is not read",
    why: "what it sets counts in some sessions, and not in a login bash",
    docs: "docs/finding/start-file-not-read.md",
  },
  "path-entry-twice": {
    title: "a directory stands on PATH twice",
    why: "only the first counts: whoever moves the second wonders why nothing changes",
    docs: "docs/finding/path-entry-twice.md",
  },
  "path-names-lost-go": {
    title: "PATH names a Go that is gone",
    why: "shells look there in vain, and find another go behind it without a word",
    docs: "docs/finding/path-names-lost-go.md",
  },
  "path-entry-relative": {
    title: "PATH names the working directory",
    why: "which go runs depends on where you stand, and anybody's repository can bring one",
    docs: "docs/finding/path-entry-relative.md",
  },
  "path-entry-writable": {
    title: "everybody may write into a directory of PATH",
    why: "whoever puts a program there runs it as you",
    docs: "docs/finding/path-entry-writable.md",
  },
  "path-entry-no-directory": {
    title: "an entry of PATH is no directory",
    why: "shells find nothing there",
    docs: "docs/finding/path-entry-no-directory.md",
  },
  "go-does-not-run": {
    title: "the first go on PATH does not run",
    why: "every build, editor and script that calls go fails or hangs",
    docs: "docs/finding/go-does-not-run.md",
  },
  "home-noexec": {
    title: "programs in the home may not be started",
    why: "no go in it runs: permission denied",
    docs: "docs/finding/home-noexec.md",
  },
  "home-volatile": {
    title: "the home is in memory",
    why: "what is installed is gone after the next start",
    docs: "docs/finding/home-volatile.md",
  },
  "home-on-network": {
    title: "the home is on a network file system",
    why: "locks between machines are advisory there, and each start of go asks the network",
    docs: "docs/finding/home-on-network.md",
  },
  "home-in-gopath": {
    title: "the home lies in GOPATH",
    why: "go's own commands walk it, and go clean -modcache may remove it",
    docs: "docs/finding/home-in-gopath.md",
  },
  "root-on-path": {
    title: "PATH has a tree, not its bin",
    why: "no program stands there: what was meant is not found",
    docs: "docs/finding/root-on-path.md",
  },
  "path-unusual": {
    title: "a path has blanks or unusual letters",
    why: "C compilers, make and scripts that go starts often split it",
    docs: "docs/finding/path-unusual.md",
  },
  "usr-local-go-missing": {
    title: "/usr/local/go does not lead to the default",
    why: "IDEs and scripts that look there find no Go, or an old one",
    docs: "docs/finding/usr-local-go-missing.md",
  },
  "usr-local-go-taken": {
    title: "/usr/local/go is another Go",
    why: "what looks there runs another Go than PATH does",
    docs: "docs/finding/usr-local-go-taken.md",
  },
  "toolchain-writable": {
    title: "others may write in a Go tree",
    why: "whoever writes there runs code as everybody who builds with it",
    docs: "docs/finding/toolchain-writable.md",
  },
  "toolchain-owner": {
    title: "a Go tree belongs to somebody else",
    why: "its owner can change what everybody else runs",
    docs: "docs/finding/toolchain-owner.md",
  },
  "toolchain-setuid": {
    title: "a file of a Go tree has the set-uid bit",
    why: "no release has one: whoever starts it becomes its owner",
    docs: "docs/finding/toolchain-setuid.md",
  },
  "toolchain-not-executable": {
    title: "programs of a Go tree are not executable",
    why: "go stops: fork/exec compile: permission denied",
    docs: "docs/finding/toolchain-not-executable.md",
  },
  "home-open-to-others": {
    title: "others can change gostead's home",
    why: "they can put their own go in the place of a proven one",
    docs: "docs/finding/home-open-to-others.md",
  },
  "lsm-denials": {
    title: "a security module refused something to Go's programs",
    why: "builds and tests stop with a bare permission denied",
    docs: "docs/finding/lsm-denials.md",
  },
  "selinux-labels-missing": {
    title: "SELinux does not know gostead's programs",
    why: "services that it confines may not run them: permission denied",
    docs: "docs/finding/selinux-labels-missing.md",
  },
};
