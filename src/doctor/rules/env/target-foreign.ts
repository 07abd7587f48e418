/** GOOS or GOARCH is set for every command, and it is another system's: right for one build, not for all. */
import { GO_PORTS } from "../../goports.ts";
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

/** What a processor starts besides its own. */
const ALSO: Readonly<Record<string, readonly string[]>> = { amd64: ["386"], arm64: ["arm"] };

export const targetForeign = defineRule({
  code: "target-foreign",
  title: "everything is built for another system",
  why: "go run, go test and go install make programs that do not start here: exec format error",
  group: "env",
  needs: ["system", "environment", "goenvfile", "rc"],
  check: ({ system: { os, goarch }, ...sources }) => {
    const faults = (name: "GOOS" | "GOARCH", own: readonly string[]) =>
      faultsOf(name, sources, (value) =>
        own.includes(value) || !GO_PORTS[name].includes(value)
          ? undefined
          : {
              severity: "warning",
              says: `this machine is ${os}/${goarch ?? "unknown"}`,
              advice: `set it for one build alone: ${name}=${value} go build; and unset ${name} everywhere else`,
              meant: true,
            },
      );
    const processors = goarch === null ? [] : [goarch, ...(ALSO[goarch] ?? [])];
    return [
      ...faults("GOOS", [os]),
      ...(processors.length === 0 ? [] : faults("GOARCH", processors)),
    ];
  },
});
