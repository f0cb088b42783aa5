import { beforeEach, describe, expect, it } from "vitest";
import * as format from "./format";
import { setLanguage } from "./i18n/index.svelte";

describe("in French", () => {
  beforeEach(() => setLanguage("fr"));
  it("groups thousands with a narrow no-break space", () => {
    expect(format.money("1234.56", "EUR")).toBe("1\u202f234,56\u00a0€");
    expect(format.amount("1234567.8")).toBe("1\u202f234\u202f567,80");
    expect(format.amount("-50.40")).toBe("\u221250,40");
    expect(format.count(100000)).toBe("100\u202f000");
  });
  it("writes dates day first", () => expect(format.date("2026-12-31")).toBe("31/12/2026"));
  it("names other currencies by their code", () => expect(format.money("2112.5", "CHF")).toBe("2\u202f112,50\u00a0CHF"));
  it("shortens rates", () => {
    expect(format.rate("20.00")).toBe("20");
    expect(format.rate("5.50")).toBe("5,5");
  });
  it("leaves alone what is no number or date", () => {
    expect(format.amount("12 pommes")).toBe("12 pommes");
    expect(format.date("hier")).toBe("hier");
    expect(format.amount(null)).toBe("");
  });
});

describe("in other languages", () => {
  it("follows Dutch", () => {
    setLanguage("nl");
    expect(format.money("1234.56", "EUR")).toBe("€\u00a01.234,56");
    expect(format.date("2026-12-31")).toBe("31-12-2026");
  });
  it("follows English", () => {
    setLanguage("en");
    expect(format.money("1234.56", "EUR")).toBe("€\u00a01,234.56");
    expect(format.date("2026-12-31")).toBe("31/12/2026");
  });
});
