/**
 * The JSON Schema of gostead.yaml for editors, published as
 * docs/reference/schema/gostead.yaml.json (a test holds the two equal). Editors read
 * `1.20` as a number, gostead as it stands, so a version may be either. Pure.
 */
import { KEYS, type Key, RULES } from "./keys.ts";

type Json = Readonly<Record<string, unknown>>;

export function jsonSchema(): Json {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "gostead.yaml",
    description: "Settings of gostead for a project, a user or a system.",
    ...objectOf(""),
  };
}

/** The keys whose names begin with `section` (`policy.`, or nothing for all). */
function objectOf(section: string): Json {
  const words = KEYS.filter((key) => key.startsWith(section)).map(
    (key) => key.slice(section.length).split(".")[0] ?? "",
  );
  const properties = [...new Set(words)].map((word) => {
    const key = KEYS.find((one) => one === section + word);
    return [word, key === undefined ? objectOf(`${section}${word}.`) : scalarOf(key)];
  });
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}

function scalarOf(key: Key): Json {
  const { about, max, pattern } = RULES[key];
  if (max !== undefined) return { description: about, type: "integer", minimum: 0, maximum: max };
  if (pattern !== undefined) return { description: about, type: "string", pattern };
  return { description: about, type: ["string", "number"] };
}
