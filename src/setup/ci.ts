/**
 * The file that a CI service reads, for a project that has none yet: it sets Go up with gostead (action.yml,
 * scripts/ci/setup.sh) and runs build and tests. The version is what the project pins. Pure.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

export const CI_SYSTEMS = ["github", "gitlab", "jenkins"] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

/** Relative to the project. */
export const CI_FILES: Readonly<Record<CiSystem, string>> = {
  github: ".github/workflows/go.yml",
  gitlab: ".gitlab-ci.yml",
  jenkins: "Jenkinsfile",
};

/**
 * Two lines: a failed command inside `eval "$(…)"` would not end the job. The expansion ends it where the variable is
 * missing, and says so.
 */
const SETUP = [
  `gostead_lines=$(sh "\${GOSTEAD:?must name a checkout of gostead}/scripts/ci/setup.sh")`,
  'eval "$gostead_lines"',
];
const CHECKS = ["go build ./...", "go test ./..."];

/** The whole file. `action` is where the action stands, for github alone. Throws `usage`. */
export function ciFile(system: CiSystem, action: string | undefined): string {
  if (system === "github") return githubFile(checkedAction(action));
  if (action === undefined) return system === "gitlab" ? gitlabFile() : jenkinsFile();
  throw new GosteadError("usage", `${system} uses no action`, {
    fix: "set GOSTEAD to a checkout of gostead on the runners instead",
  });
}

/** The action that a workflow of ours uses, so that it can be known again without being told. */
export function actionIn(text: string): string | undefined {
  return /^ {6}- uses: ((?!actions\/)\S+)$/m.exec(text)?.[1];
}

/** A branch or a tag may be another program tomorrow. */
export function isCommit(action: string): boolean {
  return /@[0-9a-f]{40}$/.test(action);
}

function checkedAction(action: string | undefined): string {
  if (action === undefined) {
    throw new GosteadError("usage", "github needs to know where you keep gostead's action", {
      fix: "--action OWNER/REPO@COMMIT",
    });
  }
  if (/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)+@[A-Za-z0-9][\w./-]*$/.test(action)) return action;
  throw new GosteadError("usage", `${quoted(action, 200)} names no action`, {
    fix: "write it as OWNER/REPO@COMMIT",
  });
}

function githubFile(action: string): string {
  return `# Go for this project, proven by gostead: the version is what the project pins.
name: go
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: ${action}
${CHECKS.map((check) => `      - run: ${check}\n`).join("")}`;
}

function gitlabFile(): string {
  const item = (line: string) => `    - ${line}\n`;
  return `# Go for this project, proven by gostead: the version is what the project pins.
# GOSTEAD, a variable of the runners or of the project, names a checkout of gostead.
test:
  before_script:
${SETUP.map(item).join("")}  script:
${CHECKS.map(item).join("")}`;
}

/** In Groovy's ''' nothing is expanded; a backslash would count. */
function jenkinsFile(): string {
  const lines = ["set -eu", ...SETUP, ...CHECKS].map((line) => `          ${line}\n`).join("");
  return `// Go for this project, proven by gostead: the version is what the project pins.
// GOSTEAD, a variable of the agents, names a checkout of gostead.
pipeline {
  agent any
  stages {
    stage('go') {
      steps {
        sh '''
${lines}        '''
      }
    }
  }
}
`;
}
