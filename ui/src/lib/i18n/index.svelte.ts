/** Sentences in the user's language. French is the reference: its keys are the type of all keys. */
import * as format from "../format";
import type { Finding, Message } from "../types";
import { en } from "./en";
import { fr, type Key } from "./fr";
import { nl } from "./nl";

export type Language = "fr" | "nl" | "en";
export type { Key } from "./fr";
export type Args = Record<string, string | number>;

const CATALOGUES: Record<Language, Record<string, string>> = { fr, nl, en };
const STORED = "liasse.language";

function initial(): Language {
  const wanted = localStorage.getItem(STORED) ?? navigator.language.slice(0, 2);
  return wanted === "nl" || wanted === "en" || wanted === "fr" ? wanted : "fr";
}

const chosen = $state<{ language: Language }>({ language: initial() });

export function language(): Language {
  return chosen.language;
}

export function setLanguage(to: Language): void {
  chosen.language = to;
  localStorage.setItem(STORED, to);
  document.documentElement.lang = to;
}

/** A sentence of the screens. */
export function t(key: Key, args: Args = {}): string {
  return fill(CATALOGUES[chosen.language][key] ?? key, args);
}

/** The sentence under a key that is only known when running, if there is one. */
export function known(key: string, args: Args = {}): string | undefined {
  const template = CATALOGUES[chosen.language][key];
  return template === undefined ? undefined : fill(template, args);
}

export type Kind = "message" | "finding" | "error" | "history" | "doubt" | "why" | "reason";

/** A sentence that the desk sent as a code; an unknown code is shown in English, with its arguments. */
export function say(message: Message, kind: Kind = "message"): string {
  for (const key of [`${kind}.${message.code}`, ...(kind === "why" ? [`doubt.${message.code}`] : []), `message.${message.code}`]) {
    const sentence = known(key, message.args);
    if (sentence !== undefined) return sentence;
  }
  const words = message.code.replace(/^[a-z]+\./, "").replace(/[_.-]/g, " ");
  const args = Object.entries(message.args).map(([name, value]) => `${name}: ${argument(value)}`);
  return args.length > 0 ? `${words} (${args.join(", ")})` : words;
}

/** What is wrong with a file, with its place. */
export function sayFinding(finding: Finding): string {
  const said = known(`finding.${finding.code}`, finding.args as Args) ?? finding.message;
  const member = finding.args["member"];
  const sentence = member === undefined ? said : t("finding-in-member", { member, sentence: said });
  if (finding.line !== null) return t("finding-on-line", { line: finding.line, sentence });
  if (finding.page !== null) return t("finding-on-page", { page: finding.page, sentence });
  return sentence;
}

/**
 * `[…]` is left out when an argument in it is not given. `{n}` puts an argument in, dates and amounts written in the user's way; `{n#pièce|pièces}` the word for that number;
 * `{n:field}` the translation of `field.<value>` (of each, when a comma separates several), `{n:moment}` a moment given in milliseconds since 1970;
 * `{n:message}` the sentence of a code, with the same arguments.
 */
function fill(template: string, args: Args): string {
  const parts = template.replace(/\[([^\]]*)\]/g, (_, part: string) =>
    [...part.matchAll(/\{(\w+)/g)].every((found) => args[found[1] ?? ""] !== undefined) ? part : "");
  return parts.replace(/\{(\w+)(?:#([^|}]*)\|([^}]*)|:([\w-]+))?\}/g, (whole, name: string, one, many, prefix) => {
    const value = args[name];
    if (value === undefined) return whole;
    if (one !== undefined) return singular(Number(value)) ? one : many;
    if (prefix === "moment") return format.moment(Number(value));
    if (prefix === "message") return known(`message.${value}`, args) ?? String(value);
    if (prefix !== undefined) return String(value).split(",").map((one) => CATALOGUES[chosen.language][`${prefix}.${one}`] ?? one).join(", ");
    return argument(value);
  });
}

function singular(value: number): boolean {
  return chosen.language === "fr" ? Math.abs(value) < 2 : Math.abs(value) === 1;
}

function argument(value: string | number): string {
  if (typeof value === "number") return format.count(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.date(value);
  if (/^-?\d+\.\d{2}$/.test(value)) return format.amount(value);
  // A rate of exchange.
  if (/^\d+\.\d{6}$/.test(value)) return format.rate(value);
  return value;
}
