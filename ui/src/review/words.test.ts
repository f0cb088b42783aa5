import { describe, expect, it } from "vitest";
import type { Word } from "../lib/types";
import { takeStroke, takeWord, wordAt } from "./words";

function line(at: number, ...texts: [string, number, number][]): Word[] {
  return texts.map(([text, x0, x1]) => ({ text, line: at, rect: { x0, x1, y0: at * 0.1, y1: at * 0.1 + 0.02 } }));
}
const total = line(1, ["Net", 0.1, 0.14], ["1", 0.5, 0.51], ["234,56", 0.515, 0.56], ["€", 0.565, 0.575]);
const rates = line(2, ["20,00", 0.1, 0.15], ["635,90", 0.156, 0.2]);
const date = line(3, ["le", 0.1, 0.12], ["14", 0.3, 0.32], ["janvier", 0.325, 0.38], ["2027", 0.385, 0.42]);
const words = [...total, ...rates, ...date];

describe("from the page to a field", () => {
  it("joins the groups of thousands of one amount, and its sign", () => {
    expect(takeWord(words, total[1] as Word, "amount").text).toBe("1 234,56 €");
    expect(takeWord(words, total[2] as Word, "amount").text).toBe("1 234,56 €");
  });
  it("keeps two amounts apart", () => expect(takeWord(words, rates[0] as Word, "amount").text).toBe("20,00"));
  it("joins the parts of a date, but not the word before", () => expect(takeWord(words, date[2] as Word, "date").text).toBe("14 janvier 2027"));
  it("takes one word for a text", () => expect(takeWord(words, date[2] as Word, "text").text).toBe("janvier"));
  it("takes all that a stroke goes over, in reading order", () => {
    const taken = takeStroke(words, { x0: 0.28, y0: 0.1, x1: 0.6, y1: 0.33 });
    expect(taken?.text).toBe("1 234,56 € 14 janvier 2027");
    expect(taken?.rect.x0).toBe(0.3);
  });
  it("finds the word under a point", () => {
    expect(wordAt(words, 0.53, 0.11)?.text).toBe("234,56");
    expect(wordAt(words, 0.9, 0.9)).toBeUndefined();
  });
});
