/** Holds a tree against the shape that it must have: the first fault, with its line, is thrown. Pure. */
import { quoted } from "#model/quote.ts";
import type { Tree } from "#yaml/tree.ts";
import { badPolicy } from "./refusal.ts";
import type { EitherShape, ListShape, ObjectShape, ScalarShape, Shape } from "./schema.ts";

/** `what` names the value in errors. Throws `bad-setting`. */
export function requireShape(tree: Tree, shape: Shape, told: Told): void {
  if ("anyOf" in shape) requireShape(tree, eitherOf(tree, shape), told);
  else if (isObject(shape)) requireObject(tree, shape, told);
  else if (isList(shape)) requireList(tree, shape, told);
  else requireScalar(tree, shape, told);
}

interface Told {
  readonly file: string;
  readonly what: string;
}

const isObject = (shape: Shape): shape is ObjectShape => "properties" in shape;
const isList = (shape: Shape): shape is ListShape => "items" in shape;

function eitherOf(tree: Tree, { anyOf: [scalar, list] }: EitherShape): Shape {
  return tree.is === "list" ? list : scalar;
}

function requireObject(tree: Tree, shape: ObjectShape, { file, what }: Told): void {
  if (tree.is !== "map") {
    throw badPolicy(`${file}:${tree.line}`, `${what} must be keys with values`);
  }
  const names = Object.keys(shape.properties);
  for (const { key, line, value } of tree.entries) {
    const inner = Object.hasOwn(shape.properties, key) ? shape.properties[key] : undefined;
    if (inner === undefined) {
      throw badPolicy(
        `${file}:${line}`,
        `unknown key ${quoted(key)} in ${what}`,
        `the keys are ${names.join(", ")}`,
      );
    }
    requireShape(value, inner, { file, what: key });
  }
  const missing = shape.required?.find((name) => !tree.entries.some(({ key }) => key === name));
  if (missing !== undefined)
    throw badPolicy(`${file}:${tree.line}`, `${what} has no ${quoted(missing)}`);
}

function requireList(tree: Tree, shape: ListShape, { file, what }: Told): void {
  if (tree.is !== "list") throw badPolicy(`${file}:${tree.line}`, `${what} must be a list`);
  for (const item of tree.items) requireShape(item, shape.items, { file, what: `${what}'s item` });
}

function requireScalar(tree: Tree, shape: ScalarShape, { file, what }: Told): void {
  const place = `${file}:${tree.line}`;
  if (tree.is !== "scalar") throw badPolicy(place, `${what} must be one value`);
  const { text } = tree;
  const { enum: words, pattern } = shape;
  if (words !== undefined && !words.includes(text)) {
    throw badPolicy(place, `unknown ${what} ${quoted(text)}`, `one of ${words.join(", ")}`);
  }
  if (pattern !== undefined && !new RegExp(pattern, "u").test(text)) {
    throw badPolicy(place, `${what} cannot be ${quoted(text)}`);
  }
  if (shape.type === "boolean" && text !== "true" && text !== "false") {
    throw badPolicy(place, `${what} must be true or false, not ${quoted(text)}`);
  }
  if (shape.type === "integer" && !isWithin(text, shape)) {
    throw badPolicy(place, `${what} must be a whole number of days, not ${quoted(text)}`);
  }
}

function isWithin(text: string, { minimum = 0 }: ScalarShape): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= minimum;
}
