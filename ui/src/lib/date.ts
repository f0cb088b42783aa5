/** Days as a person types them. */

/** A two-digit year is one of the last eighty or the next nineteen. */
const AHEAD = 19;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function iso(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1900 && year < 2200 ? `${year}-${two(month)}-${two(day)}` : null;
}

function century(year: number, now: number): number {
  const here = now - (now % 100) + year;
  return here > now + AHEAD ? here - 100 : here;
}

/** Today, where this device is. */
export function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * `31/12/2026`, `31-12-26`, `31.12`, `311226`, `31122026`, `2026-12-31` → `2026-12-31`; the day first, as in French, Dutch and
 * British English. Without a year it is that of `now`. `undefined` for what is no day.
 */
export function readDate(text: string, now: string = today()): string | undefined {
  const typed = text.trim();
  const year = Number(now.slice(0, 4));
  const whole = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(typed);
  if (whole !== null) return iso(Number(whole[1]), Number(whole[2]), Number(whole[3])) ?? undefined;
  const parts = /^(\d{1,2})[-/.\s](\d{1,2})(?:[-/.\s](\d{2}|\d{4}))?$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(typed);
  if (parts === null) return undefined;
  const [, day = "", month = "", given] = parts;
  const full = given === undefined ? year : given.length === 2 ? century(Number(given), year) : Number(given);
  return iso(full, Number(month), Number(day)) ?? undefined;
}

/** Some days on, or back. */
export function plusDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Some months on, or back; the last day of a month that is too short. */
export function plusMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return `${last.getUTCFullYear()}-${two(last.getUTCMonth() + 1)}-${two(Math.min(day, last.getUTCDate()))}`;
}
