/**
 * What the framework could not read of a command line, in our manner: what and
 * the offending word on the first line, the fix on the second when there is a
 * better one than the command's help. main.ts makes a `usage` error of it.
 */
import {
  type ApplicationText,
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
  text_en,
} from "@stricli/core";

/** As much of a word as a message needs. */
const quoted = (word: string) => JSON.stringify(word.slice(0, 60));

/** The framework puts its corrections in backquotes. */
const didYouMean = (nearest: string | undefined, otherwise = "") =>
  `\n${nearest === undefined ? otherwise : `did you mean ${nearest.replaceAll("`", "")}?`}`;

function refused(error: unknown): string {
  if (!(error instanceof ArgumentScannerError)) return String(error);
  return formatMessageForArgumentScannerError(error, {
    FlagNotFoundError: ({ input, corrections: [nearest] }) => {
      const flag = input.startsWith("-") ? input : `--${input}`;
      return `there is no flag ${quoted(flag)}${didYouMean(nearest && `--${nearest}`)}`;
    },
    AliasNotFoundError: ({ input }) => `there is no flag "-${input}"`,
    UnexpectedFlagError: ({ externalFlagName }) => `--${externalFlagName} stands there twice`,
    UnexpectedPositionalError: ({ expectedCount, input }) =>
      `${quoted(input)} is one word too many: expected ${expectedCount === 0 ? "none" : expectedCount}`,
    UnsatisfiedFlagError: ({ externalFlagName }) => `--${externalFlagName} needs a value`,
    UnsatisfiedPositionalError: ({ placeholder }) => `the ${placeholder} is missing`,
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, input }) =>
      `--${name} takes no value: ${quoted(input)}`,
    InvalidNegatedFlagSyntaxError: ({ externalFlagName, valueText }) =>
      `--${externalFlagName} takes no value: ${quoted(valueText)}`,
  });
}

export const text: ApplicationText = {
  ...text_en,
  noCommandRegisteredForInput: ({ input, corrections: [nearest] }) =>
    `there is no ${input.startsWith("-") ? "flag" : "command"} ${quoted(input)}${didYouMean(nearest, "gostead --help")}`,
  exceptionWhileParsingArguments: refused,
};
