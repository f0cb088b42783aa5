import { describe, expect, it } from "vitest";
import { plusDays, plusMonths, readDate } from "./date";

const NOW = "2026-11-22";

describe("a typed day", () => {
  it.each([
    ["31/12/2026", "2026-12-31"], ["31-12-2026", "2026-12-31"], ["1.2.26", "2026-02-01"], ["31 12 26", "2026-12-31"],
    ["2026-12-31", "2026-12-31"], ["311226", "2026-12-31"], ["31122026", "2026-12-31"], ["3112", "2026-12-31"], [" 5/3 ", "2026-03-05"],
    ["01/01/45", "2045-01-01"], ["01/01/46", "1946-01-01"], ["29/02/2028", "2028-02-29"],
  ])("%s is %s", (text, date) => expect(readDate(text, NOW)).toBe(date));

  it.each(["", "hier", "31/02/2026", "29/02/2027", "12/31/2026", "1/1/1", "0/5/2026", "2026-13-01", "1/1/3000"])("%s is none", (text) => {
    expect(readDate(text, NOW)).toBeUndefined();
  });

  it("goes on and back", () => {
    expect(plusDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(plusDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(plusMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(plusMonths("2026-01-31", -2)).toBe("2025-11-30");
  });
});
