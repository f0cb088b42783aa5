/** Dates, amounts and numbers as the user's language writes them. */
import { language, type Language } from "./i18n/index.svelte";

const NARROW = "\u202f";
const NO_BREAK = "\u00a0";
const MINUS = "\u2212";

interface Marks { group: string; decimal: string }
const MARKS: Record<Language, Marks> = {
  fr: { group: NARROW, decimal: "," },
  nl: { group: ".", decimal: "," },
  en: { group: ",", decimal: "." },
};

/** `1234.5` → `1 234,50`. A text that is no decimal number comes back as it is. */
export function amount(text: string | null | undefined): string {
  if (text === null || text === undefined || text === "") return "";
  const found = /^([-−]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (found === null) return text;
  const [, sign, whole = "0", fraction = ""] = found;
  const marks = MARKS[language()];
  return (sign ? MINUS : "") + grouped(whole, marks.group) + marks.decimal + fraction.padEnd(2, "0");
}

/** `1234.5`, `EUR` → `1 234,50 €`; other currencies by their code. */
export function money(text: string | null | undefined, currency: string | null | undefined): string {
  const number = amount(text);
  if (number === "") return "";
  const code = currency ?? "EUR";
  const sign = code === "EUR" ? "€" : code;
  return language() === "fr" ? `${number}${NO_BREAK}${sign}` : `${sign}${NO_BREAK}${number}`;
}

/** A whole number: `12 480`. */
export function count(value: number): string {
  return (value < 0 ? MINUS : "") + grouped(String(Math.abs(Math.trunc(value))), MARKS[language()].group);
}

/** A rate: `20.00` → `20`, `5.50` → `5,5`. */
export function rate(text: string): string {
  const found = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (found === null) return text;
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  return (found[1] ?? "") + (fraction === "" ? "" : MARKS[language()].decimal + fraction);
}

/** `2026-12-31` → `31/12/2026` (fr, en), `31-12-2026` (nl). */
export function date(text: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
  if (found === null) return text ?? "";
  const mark = language() === "nl" ? "-" : "/";
  return `${found[3]}${mark}${found[2]}${mark}${found[1]}`;
}

/** A moment (milliseconds since 1970, UTC) in local time: `31/12/2026 14:05`. */
export function moment(at: number): string {
  const when = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return `${date(day)} ${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** `0.714` → `71`. */
export function percent(share: number): string {
  return String(Math.round(share * 100));
}

function grouped(digits: string, mark: string): string {
  return digits.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, mark);
}
