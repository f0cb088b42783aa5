import { beforeEach, describe, expect, it } from "vitest";
import { say, sayFinding, setLanguage, t } from "./index.svelte";

beforeEach(() => setLanguage("fr"));

describe("sentences", () => {
  it("follows the number", () => {
    expect(t("documents", { n: 1 })).toBe("1 pièce");
    expect(t("documents", { n: 0 })).toBe("0 pièce");
    expect(t("documents", { n: 1234 })).toBe("1\u202f234 pièces");
    setLanguage("en");
    expect(t("documents", { n: 0 })).toBe("0 documents");
  });

  it("translates arguments, and writes dates and amounts in the user's way", () => {
    expect(say({ code: "missing", args: { field: "due_date" } }, "doubt")).toBe("Échéance\u202f: absent de la pièce");
    expect(say({ code: "arithmetic_gap", args: { amount: "1234.50" } }, "doubt")).toContain("1\u202f234,50");
    expect(say({ code: "published_to", args: { target: "X", date: "2026-11-20" } })).toContain("20/11/2026");
  });

  it("leaves out what is not given", () => {
    expect(say({ code: "set_field", args: {} }, "history")).toBe("Saisie");
    expect(say({ code: "set_field", args: { field: "due_date", value: "2026-12-31" } }, "history")).toBe("Saisie\u202f: Échéance, 31/12/2026");
  });

  it("falls back on the doubt's sentence beside a field, then on English words", () => {
    expect(say({ code: "duplicate", args: {} }, "why")).toBe(say({ code: "duplicate", args: {} }, "doubt"));
    expect(say({ code: "never_heard_of", args: { page: "3" } })).toBe("never heard of (page: 3)");
  });

  it("names the line of a finding, and keeps the desk's own words for an unknown one", () => {
    const finding = { severity: "error", code: "fec_date", page: null, line: 2907, args: { column: "EcritureDate", text: "20251301" }, message: "13 is no month" };
    expect(sayFinding(finding)).toBe("Ligne 2\u202f907\u202f: EcritureDate vaut «\u202f20251301\u202f»\u202f: une date s’écrit AAAAMMJJ, par exemple 20251231");
    const contradicted = { ...finding, code: "einvoice_differs_from_picture", line: null, args: { field: "total_ttc", structured: "1816.60", picture: "1716.60" } };
    expect(sayFinding(contradicted)).toMatch(/Total TTC vaut 1.816,60 dans la facture électronique, mais 1.716,60 sur l’image/);
    expect(sayFinding({ ...finding, code: "new_one", line: null, page: 2 })).toBe("Page 2\u202f: 13 is no month");
  });
});
