/** From a click or a stroke on the page to the text of a field. */
import type { Rect, Word } from "../lib/types";
import type { Taking } from "./review.svelte";

export interface Taken { text: string; rect: Rect }

const NUMBER_PART = /^[-−+(]?[\d.,'’\s]*\d[\d.,'’)\-−]*$|^[€%]$|^EUR$/i;
const DATE_PART = /^\d{1,4}(?:er|e|th|st|nd|rd)?[.,]?$|^[\d./-]+$|^\p{L}{3,10}\.?$/u;
const MONTHS = /^(janv|f[ée]vr|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c|jan|feb|maart|mrt|apr|mei|jun|jul|aug|okt|dec|march|may|june|july)/i;

export function wordAt(words: Word[], x: number, y: number): Word | undefined {
  const slack = 0.003;
  return words.find(({ rect }) => x >= rect.x0 - slack && x <= rect.x1 + slack && y >= rect.y0 - slack && y <= rect.y1 + slack);
}

/** The word that was clicked, with those beside it that belong to the same amount or date. */
export function takeWord(words: Word[], word: Word, taking: Taking): Taken {
  if (taking === "text") return { text: word.text, rect: word.rect };
  const belongs = taking === "amount" ? (one: Word) => NUMBER_PART.test(one.text) : isDatePart;
  const line = words.filter((one) => one.line === word.line).toSorted((a, b) => a.rect.x0 - b.rect.x0);
  const at = line.indexOf(word);
  if (!belongs(word)) return { text: word.text, rect: word.rect };
  let first = at;
  let last = at;
  const near = (left: Word | undefined, right: Word | undefined) =>
    left !== undefined && right !== undefined && right.rect.x0 - left.rect.x1 < (word.rect.y1 - word.rect.y0) * 0.6
      && (taking === "date" || sameNumber(left, right));
  while (first > 0 && belongs(line[first - 1] as Word) && near(line[first - 1], line[first])) first -= 1;
  while (last < line.length - 1 && belongs(line[last + 1] as Word) && near(line[last], line[last + 1])) last += 1;
  return join(line.slice(first, last + 1));
}

/** All words that a stroke from one point to another goes over, in reading order. */
export function takeStroke(words: Word[], area: Rect): Taken | undefined {
  const over = words.filter(({ rect }) =>
    rect.x0 < area.x1 && rect.x1 > area.x0 && rect.y0 < area.y1 && rect.y1 > area.y0);
  over.sort((a, b) => a.line - b.line || a.rect.x0 - b.rect.x0);
  return over.length === 0 ? undefined : join(over);
}

function isDatePart(word: Word): boolean {
  return DATE_PART.test(word.text) && (/\d/.test(word.text) || MONTHS.test(word.text));
}

/** `1` `234,56` are one number, `20,00` `635,90` are two: after a group of thousands come three digits. */
function sameNumber(left: Word, right: Word): boolean {
  if (/^(€|EUR|%)$/i.test(right.text) || /^(€|EUR)$/i.test(left.text)) return true;
  return /^[-−+(]?\d{1,3}$/.test(left.text) ? /^\d{3}(?:[.,]|$)/.test(right.text) : false;
}

function join(words: Word[]): Taken {
  const rect = words.map((word) => word.rect).reduce((all, one) => ({
    x0: Math.min(all.x0, one.x0), y0: Math.min(all.y0, one.y0), x1: Math.max(all.x1, one.x1), y1: Math.max(all.y1, one.y1),
  }));
  return { text: words.map((word) => word.text).join(" "), rect };
}
